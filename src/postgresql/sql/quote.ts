import { operational } from '../../errors/kinds.js'
import { type IdentifierKind, MAX_IDENTIFIER_BYTES } from '../names.js'

/**
 * Quotes `name` as an SQL identifier (chapter "Identifiers and Key Words"); always, so that case and key words need
 * no thought.
 *
 * @throws operational `PGLIFT_SQL_IDENTIFIER` for what PostgreSQL can't hold or would cut: an empty name, a NUL, a
 *   lone surrogate, more than 63 bytes.
 */
export function quoteIdentifier(name: string, kind: IdentifierKind = 'identifier'): string {
  const fault = unquotable(name)
  if (fault !== undefined) {
    throw operational('PGLIFT_SQL_IDENTIFIER', `invalid ${kind} name ${JSON.stringify(name)}: ${fault}`)
  }
  return `"${name.replaceAll('"', '""')}"`
}

function unquotable(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name.includes('\0')) return 'it contains a NUL character'
  if (!name.isWellFormed()) return 'it is not valid Unicode'
  const bytes = Buffer.byteLength(name, 'utf8')
  return bytes > MAX_IDENTIFIER_BYTES
    ? `it is ${bytes} bytes long, the limit is ${MAX_IDENTIFIER_BYTES}`
    : undefined
}

/** Quotes a list of names, separated by commas. */
export function quoteIdentifiers(names: readonly string[], kind: IdentifierKind = 'identifier'): string {
  return names.map((name) => quoteIdentifier(name, kind)).join(', ')
}

/**
 * Quotes `value` as an SQL string literal, `E'...'` when it has a backslash: right whatever
 * `standard_conforming_strings` is (chapter "String Constants with C-Style Escapes").
 *
 * @throws operational `PGLIFT_SQL_LITERAL` for a NUL or a lone surrogate; the value isn't quoted in the message.
 */
export function quoteLiteral(value: string): string {
  if (value.includes('\0')) throw operational('PGLIFT_SQL_LITERAL', 'a value contains a NUL character')
  if (!value.isWellFormed()) throw operational('PGLIFT_SQL_LITERAL', 'a value is not valid Unicode')
  const doubled = value.replaceAll("'", "''")
  return value.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
