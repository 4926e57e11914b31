/** One `name = value` found on a line; offsets count UTF-16 units from the start of the line. */
export interface ScannedEntry {
  /** As written. */
  name: string
  /** Without quotes and escapes. */
  value: string
  quoted: boolean
  valueStart: number
  valueEnd: number
}

/** What a line holds: nothing (blank or comment), one entry, or an error at a column that counts from 1. */
export type ScannedLine =
  | { kind: 'blank' }
  | { kind: 'entry'; entry: ScannedEntry }
  | { kind: 'error'; column: number; reason: string }

type TokenKind =
  | 'identifier'
  | 'qualified'
  | 'string'
  | 'unquoted'
  | 'integer'
  | 'real'
  | 'equals'
  | 'end'
  | 'bad'

interface Token {
  kind: TokenKind
  text: string
  start: number
  end: number
}

const LETTER = '[A-Za-z_\\u0080-\\uffff]'
const LETTER_OR_DIGIT = '[A-Za-z_0-9\\u0080-\\uffff]'
const IDENTIFIER = `${LETTER}${LETTER_OR_DIGIT}*`

const rules = (...sources: readonly (readonly [TokenKind, string])[]) =>
  sources.map(([kind, source]) => [kind, new RegExp(source, 'y')] as const)

// PostgreSQL's scanner (guc-file.l): the longest match wins, then the earliest rule. By what a token may begin with.
const WORDS = rules(
  ['identifier', IDENTIFIER],
  ['qualified', `${IDENTIFIER}\\.${IDENTIFIER}`],
  ['unquoted', `${LETTER}(?:${LETTER_OR_DIGIT}|[-._:/])*`],
)
const STRINGS = rules(['string', `'(?:[^'\\\\\\n\\0]|\\\\[^\\n\\0]|'')*'`])
const NUMBERS = rules(
  ['integer', '[+-]?(?:0x[0-9a-fA-F]+|[0-9]+)[A-Za-z]*'],
  ['real', '[+-]?[0-9]*\\.[0-9]*(?:[Ee][+-]?[0-9]+)?'],
)
const SIGNS = rules(['equals', '='])

function rulesFor(first: string) {
  if (first === "'") return STRINGS
  if (first === '=') return SIGNS
  return '+-.0123456789'.includes(first) ? NUMBERS : WORDS
}

const VALUE_KINDS: ReadonlySet<TokenKind> = new Set(['identifier', 'string', 'unquoted', 'integer', 'real'])

/**
 * Reads one line of postgresql.conf (without its newline), from `offset` on, with the grammar of PostgreSQL's
 * guc-file.l: optional `=`, quoted strings, comments. A line that PostgreSQL refuses comes back as `error`.
 */
export function scanLine(line: string, offset = 0): ScannedLine {
  const name = nextToken(line, offset)
  if (name.kind === 'end') return { kind: 'blank' }
  if (name.kind !== 'identifier' && name.kind !== 'qualified')
    return fault(name, 'a parameter name was expected')
  let value = nextToken(line, name.end)
  if (value.kind === 'equals') value = nextToken(line, value.end)
  const rest = VALUE_KINDS.has(value.kind) ? nextToken(line, value.end) : undefined
  if (rest?.kind === 'end') return { kind: 'entry', entry: entryOf(name, value) }
  if (rest === undefined) return fault(value, 'a value was expected')
  return fault(rest, 'unexpected text after the value')
}

function nextToken(line: string, from: number): Token {
  let start = from
  while (start < line.length && ' \t\r'.includes(line.charAt(start))) start += 1
  if (start >= line.length || line[start] === '#') return { kind: 'end', text: '', start, end: line.length }
  let best: Token = { kind: 'bad', text: line.charAt(start), start, end: start + 1 }
  let longest = 0
  for (const [kind, rule] of rulesFor(line.charAt(start))) {
    rule.lastIndex = start
    const text = rule.exec(line)?.[0]
    if (text !== undefined && text.length > longest) {
      longest = text.length
      best = { kind, text, start, end: start + text.length }
    }
  }
  return best
}

function entryOf(name: Token, value: Token): ScannedEntry {
  const quoted = value.kind === 'string'
  return {
    name: name.text,
    value: quoted ? unquote(value.text) : value.text,
    quoted,
    valueStart: value.start,
    valueEnd: value.end,
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * Reads a quoted string: `''`, the backslash escapes `\b \f \n \r \t`, octal bytes (`\303\251` is é in UTF-8),
 * any other character after a backslash for itself. As in C, a NUL byte ends the value.
 */
function unquote(literal: string): string {
  const body = literal.slice(1, -1)
  if (!body.includes('\\')) return body.replaceAll("''", "'")
  const chunks: Buffer[] = []
  for (const [part] of body.matchAll(/\\[0-7]{1,3}|\\[\s\S]|''|[^\\']+/gu)) {
    if (/^\\[0-7]/.test(part)) chunks.push(Buffer.from([Number.parseInt(part.slice(1), 8) & 0xff]))
    else if (part.startsWith('\\')) chunks.push(Buffer.from(ESCAPES[part.charAt(1)] ?? part.slice(1)))
    else chunks.push(Buffer.from(part === "''" ? "'" : part))
  }
  const bytes = Buffer.concat(chunks)
  const nul = bytes.indexOf(0)
  return bytes.subarray(0, nul < 0 ? bytes.length : nul).toString()
}

function fault(token: Token, reason: string): ScannedLine {
  return { kind: 'error', column: token.start + 1, reason }
}
