import { serializeConfValue } from '../postgresql/conf/value.js'

/** A value of postgresql.conf, in quotes. Throws `PGLIFT_CONF_VALUE` for a value that no line can hold. */
export function quoteConf(value: string): string {
  return serializeConfValue(value)
}

/** The same without the quotes around, for a value that is a part of one. */
export function escapeConf(value: string): string {
  return serializeConfValue(value).slice(1, -1)
}

/** A text that stands for itself in a `strftime` pattern, which `log_filename` is. */
export function percentEscaped(value: string): string {
  return value.replaceAll('%', '%%')
}

const NUMBER = /^[+-]?(0x[0-9a-f]+|\d+(\.\d*)?(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?)[a-z]*$/i
const WORD = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff.:/-]*$/

/** True if PostgreSQL reads the text as one value without quotes: a number with its unit, or a word (guc-file.l). */
export function standsUnquoted(text: string): boolean {
  return NUMBER.test(text) || WORD.test(text)
}
