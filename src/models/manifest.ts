import { Composer, type CST, type Document, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml'
import { operational, type PgliftError } from '../errors/kinds.js'

/** Largest manifest read, in bytes. */
const MAX_MANIFEST_BYTES = 1024 * 1024
const MAX_DEPTH = 32
/** Copies that aliases may make of anchored nodes, all together (the yaml library's guard against bombs). */
const MAX_ALIASES = 100
/** Nodes of the expanded manifest: aliases may repeat a large list a few times, not a million. */
const MAX_NODES = 250_000

/** One manifest: an object with a name. */
export type Manifest = Readonly<Record<string, unknown>> & { readonly name: unknown }

/**
 * Reads a manifest, YAML 1.2 or JSON, that holds one object. Anchors and merge keys are allowed; duplicate keys, tags
 * of other types, several documents, over 1 MiB or 32 levels are not.
 *
 * @throws operational `PGLIFT_MANIFEST_YAML`, `invalid YAML: ...` with line and column where there are any.
 */
export function parseManifest(content: string | Uint8Array): Manifest {
  const [value, ...others] = values(content)
  if (others.length > 0) throw invalid(`expecting a single document, got ${others.length + 1}`)
  if (value === undefined) throw invalid('expecting an object, got nothing')
  const manifest = requireObject(value)
  if (!Object.hasOwn(manifest, 'name')) throw invalid("missing required 'name' field")
  return manifest as Manifest
}

/**
 * The same for a text of one or several documents, each of them an object; empty ones are left out.
 *
 * @throws operational `PGLIFT_MANIFEST_YAML`
 */
export function parseDocuments(content: string | Uint8Array): Readonly<Record<string, unknown>>[] {
  const found = values(content)
  const documents = found.filter((value) => value !== null).map(requireObject)
  if (documents.length === 0) throw invalid('expecting an object, got nothing')
  return documents
}

function values(content: string | Uint8Array): unknown[] {
  const text = decode(content)
  return guarded(() => toValues(text))
}

function requireObject(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalid(`expecting an object, got ${typeName(value)}`)
  return value as Readonly<Record<string, unknown>>
}

function decode(content: string | Uint8Array): string {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
  if (size > MAX_MANIFEST_BYTES) {
    throw invalid(`the manifest is ${size} bytes long, the limit is ${MAX_MANIFEST_BYTES}`)
  }
  if (typeof content === 'string') return content
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw invalid('not UTF-8 text')
  }
}

/** Runs the library, whose own errors (aliases, recursion) aren't ours. */
function guarded<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if ((error as { code?: string }).code === 'PGLIFT_MANIFEST_YAML') throw error
    throw invalid(error instanceof RangeError ? 'nested too deeply' : withoutValue((error as Error).message))
  }
}

function toValues(text: string): unknown[] {
  const lines = new LineCounter()
  const composer = new Composer({
    schema: 'core',
    merge: true,
    stringKeys: true,
    // The library compares each key with all before it: a map of 60,000 takes half a minute. Checked below.
    uniqueKeys: false,
    // Warnings are read from the document; printed by the library they would bypass the log.
    logLevel: 'error',
  })
  const documents = [...composer.compose(tokens(text, lines), false)] as Document[]
  const found = documents.map((document) => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw invalid(`${withoutValue(problem.message)}${position(lines, problem.pos[0])}`)
    refuseDuplicates(document, lines)
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown
  })
  checkValues(found)
  return found
}

/** The library quotes, after a colon, what may be a password that nobody quoted: `password: *s3kret`. */
function withoutValue(message: string): string {
  if (message.startsWith('Unresolved alias')) return "unknown alias (quote a value that begins with '*')"
  if (/\btag\b/i.test(message)) return "tags are not supported (quote a value that begins with '!')"
  return message.replace(/: .*$/s, '')
}

/** Tokens of the text; stops at a depth that would make the composer recurse without end. */
function* tokens(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    // A level takes up to two tokens: a list and its item, a map and its value.
    if (parser.stack.length > 2 * MAX_DEPTH + 4) throw tooDeep()
  }
  yield* parser.end()
}

function refuseDuplicates(document: Document, lines: LineCounter): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (key.value !== '<<' && seen.has(key.value)) {
          throw invalid(`duplicate key '${key.value}'${position(lines, key.range?.[0] ?? 0)}`)
        }
        seen.add(key.value)
      }
    },
  })
}

/** Only what JSON has: known tags of the library (`!!binary`, `!!set`, `!!timestamp`) make other objects. */
function checkValues(root: readonly unknown[]): void {
  let nodes = 0
  const check = (value: unknown, depth: number): void => {
    if (++nodes > MAX_NODES) throw invalid('too many values')
    if (depth > MAX_DEPTH) throw tooDeep()
    if (value === null || typeof value !== 'object') return
    const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
    if (!plain) throw invalid(`tag of a ${value.constructor.name} is not supported`)
    for (const item of Object.values(value)) check(item, depth + 1)
  }
  check(root, -1)
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return ` at line ${line}, column ${col}`
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'a list'
  return `a ${typeof value}`
}

function tooDeep(): PgliftError {
  return invalid(`nested too deeply, the limit is ${MAX_DEPTH} levels`)
}

function invalid(message: string): PgliftError {
  return operational('PGLIFT_MANIFEST_YAML', `invalid YAML: ${message}`)
}
