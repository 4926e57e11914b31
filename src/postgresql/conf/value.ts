import { operational } from '../../errors/kinds.js'

/** A parameter's value. Sizes and durations with a unit (`128MB`, `5min`) are strings. */
export type ConfValue = string | number | boolean

/** Parameters by lower-cased name. */
export type Conf = Readonly<Record<string, ConfValue>>

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
}
const DECIMAL = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const BARE_NUMBER = /^-?\d+(?:\.\d+)?$/
const PARAMETER_NAME =
  /^[a-z_\u0080-\uffff][a-z_0-9\u0080-\uffff]*(?:\.[a-z_\u0080-\uffff][a-z_0-9\u0080-\uffff]*)?$/
const DIRECTIVES: ReadonlySet<string> = new Set(['include', 'include_if_exists', 'include_dir'])

/** Lower-cases a parameter name as PostgreSQL does: ASCII letters only. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Whether a (lower-cased) name is one of the include directives, which are not parameters. */
export function isDirective(name: string): boolean {
  return DIRECTIVES.has(name)
}

/**
 * The lower-cased form of a parameter name that may be written to postgresql.conf: an identifier, or two joined
 * by a dot. Throws `PGLIFT_CONF_NAME` for anything else, include directives among it.
 */
export function parameterName(name: string): string {
  const folded = foldName(name)
  if (PARAMETER_NAME.test(folded) && folded.isWellFormed() && !isDirective(folded)) return folded
  throw operational('PGLIFT_CONF_NAME', `invalid PostgreSQL parameter name ${JSON.stringify(name)}`, {
    hint: 'Use letters, digits and underscores, with one dot for the parameter of an extension.',
  })
}

/**
 * Gives a value read from a file its type. What stood between quotes stays a string; an unquoted `on`, `off`,
 * `true`, `false`, `yes`, `no` is a boolean, an unquoted decimal number a number. Numbers with a leading zero (octal for
 * PostgreSQL), in hexadecimal, with a unit or beyond the exact range of a double stay strings.
 */
export function typedValue(text: string, quoted: boolean): ConfValue {
  if (quoted) return text
  return booleanWord(text) ?? exactNumber(text) ?? text
}

/**
 * Writes a value for postgresql.conf: strings between quotes, numbers bare, booleans `on` or `off`. Throws
 * `PGLIFT_CONF_VALUE` for a newline, a NUL, broken Unicode or a number that is not finite: whatever is returned is one
 * value on one line. `name` only serves the message.
 */
export function serializeConfValue(value: ConfValue, name = 'parameter'): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return serializeNumber(value, name)
  if (/[\n\0]/.test(value)) throw invalidValue(name, 'it contains a newline or a NUL character')
  if (!value.isWellFormed()) throw invalidValue(name, 'it is not valid Unicode text')
  const escaped = value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\r', '\\r')
  return `'${escaped}'`
}

/** `name = value`, as `pgconf show` prints it; `# name = value` for a commented entry. */
export function formatForShow(name: string, value: ConfValue, { commented = false } = {}): string {
  return `${commented ? '# ' : ''}${name} = ${serializeConfValue(value, name)}`
}

/**
 * Whether two values mean the same to PostgreSQL, as far as that can be told without knowing the parameter: booleans
 * and numbers compare by meaning (`'on'` and `true`, `'5432'` and `5432`), strings by their text (the words for
 * booleans without regard to case). Units are not converted.
 */
export function sameConfValue(a: ConfValue, b: ConfValue): boolean {
  if (a === b) return true
  if (typeof a === 'boolean' || typeof b === 'boolean') {
    const meaning = booleanMeaning(a)
    return meaning !== undefined && meaning === booleanMeaning(b)
  }
  if (typeof a === 'number' || typeof b === 'number') {
    const meaning = numberMeaning(a)
    return meaning !== undefined && meaning === numberMeaning(b)
  }
  return booleanWord(a) !== undefined && foldName(a) === foldName(b)
}

function serializeNumber(value: number, name: string): string {
  if (!Number.isFinite(value)) throw invalidValue(name, 'it is not a finite number')
  const text = String(value)
  return BARE_NUMBER.test(text) ? text : `'${text}'`
}

function booleanWord(text: string): boolean | undefined {
  const word = foldName(text)
  return Object.hasOwn(BOOLEAN_WORDS, word) ? BOOLEAN_WORDS[word] : undefined
}

function exactNumber(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined
  const number = Number(text)
  const exact = Number.isInteger(number) ? Number.isSafeInteger(number) : text.replace(/\D/g, '').length <= 15
  // Adding 0 turns -0 into 0.
  return exact ? number + 0 : undefined
}

function booleanMeaning(value: ConfValue): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === '1') return true
  if (value === 0 || value === '0') return false
  return typeof value === 'string' ? booleanWord(value) : undefined
}

function numberMeaning(value: ConfValue): number | undefined {
  if (typeof value === 'boolean') return undefined
  return typeof value === 'number' ? value : exactNumber(value)
}

function invalidValue(name: string, reason: string): Error {
  return operational('PGLIFT_CONF_VALUE', `invalid value for PostgreSQL parameter '${name}': ${reason}`, {
    hint: 'A value of postgresql.conf stands on one line.',
  })
}
