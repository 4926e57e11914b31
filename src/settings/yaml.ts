import { isScalar, parseDocument, stringify, visit } from 'yaml'
import type { Fault } from '../errors/kinds.js'
import { type Document, isDocument } from './layers.js'

/** More than any site needs, and little enough for what nests without end. In UTF-16 units. */
const MAX_LENGTH = 1 << 16
/** Bounds on what can nest. The parser recurses, and beyond some 700 levels it may abort the process, not throw. */
const MAX_OPENINGS = 300
const MAX_INDENT = 100
const MAX_INDICATORS = 50
/** A broken file can have an error at every character. */
const MAX_ERRORS = 10
const MAX_ALIASES = 100
const CORE_TAG = /^tag:yaml\.org,2002:(bool|float|int|map|null|seq|str)$/

/** What a settings file says, or why it can't be read. */
export type ParsedSettings = { readonly values: Document } | { readonly faults: readonly Fault[] }

/**
 * Parses the text of a settings file: one YAML 1.2 document, a mapping or nothing. Duplicate keys, keys that are no
 * strings, tags beyond YAML's core schema and aliases that expand to much more than was written are faults.
 */
export function parseSettings(text: string): ParsedSettings {
  if (text.length > MAX_LENGTH)
    return fault(`file is too large: ${text.length} characters, the limit is ${MAX_LENGTH}`)
  if (mayNestTooDeeply(text)) return fault('too many brackets or levels')
  try {
    return parse(text)
  } catch (error) {
    // Aliases that expand too much.
    return fault((error as Error).message)
  }
}

/** Counts without parsing: what stands in strings and comments counts too. */
function mayNestTooDeeply(text: string): boolean {
  if (text.split(/[[{]/).length > MAX_OPENINGS) return true
  return text.split('\n').some((line) => {
    return line.search(/[^ ]/) > MAX_INDENT || line.split(/[-?:](?=\s)/).length > MAX_INDICATORS
  })
}

function parse(text: string): ParsedSettings {
  const document = parseDocument(text, { stringKeys: true, logLevel: 'error' })
  const errors = document.errors.slice(0, MAX_ERRORS)
  if (errors.length > 0) return { faults: errors.map(({ message }) => syntaxFault(message)) }
  const tag = customTag(document)
  if (tag !== undefined) return fault(`tag '${tag}' is not allowed`)
  const values: unknown = document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {}
  return isDocument(values) ? { values } : fault('expecting a mapping of settings', 'dict_type')
}

function customTag(document: ReturnType<typeof parseDocument>): string | undefined {
  let found: string | undefined
  visit(document, {
    Node(_key, node) {
      const { tag } = node as { tag?: string }
      if (tag === undefined || CORE_TAG.test(tag) || (isScalar(node) && tag === '!')) return undefined
      found = tag
      return visit.BREAK
    },
  })
  return found
}

function fault(msg: string, type = 'yaml_error'): ParsedSettings {
  return { faults: [syntaxFault(msg, type)] }
}

function syntaxFault(message: string, type = 'yaml_error'): Fault {
  // The parser adds an excerpt below its first line: it may show a password.
  return { type, loc: [], msg: message.split('\n')[0]?.replace(/:$/, '') ?? message }
}

/** Text of a YAML document. */
export function settingsYaml(values: Document): string {
  return stringify(values, { lineWidth: 0 })
}
