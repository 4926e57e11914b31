import { operational } from '../errors/kinds.js'
import { type AuthToken, renderToken, tokenizeAuthFile, tokenizeLine } from './hba/tokens.js'

/**
 * A user name map of pg_ident.conf, in the file's own notation: a system user `/regex`, a database role `all`, `+group` or
 * `/regex` (the role's special forms: PostgreSQL 16 and later), names between double quotes where needed.
 */
export interface IdentMap {
  map: string
  systemUser: string
  role: string
}

/** One line: a map, or neither (blank, comment, include directive of PostgreSQL 16 and later). */
export interface IdentLine {
  /** Counts from 1. */
  number: number
  /** With its newline; several physical lines when continued by backslashes. */
  raw: string
  entry?: IdentMap
}

const DIRECTIVES: readonly string[] = ['include', 'include_if_exists', 'include_dir']
/** Of initdb's column header. */
const WIDTHS: readonly [number, number] = [16, 24]

/**
 * Parses pg_ident.conf with the rules of PostgreSQL's hba.c. `file` only names it in errors. Throws
 * `PGLIFT_IDENT_SYNTAX`, with file and line, for a map that has not its three fields.
 */
export function parseIdent(text: string, file: string): IdentLine[] {
  return tokenizeAuthFile(text).map(({ number, raw, fields }) => {
    if (fields.length === 0) return { number, raw }
    if (fields.length === 2 && DIRECTIVES.includes(fields[0]?.[0]?.text ?? '')) return { number, raw }
    // PostgreSQL does not look at what follows the third field.
    const words = fields.slice(0, 3).map((field) => field[0])
    const [map, systemUser, role] = words
    const single = fields.slice(0, 3).every((field) => field.length === 1)
    if (!map || !systemUser || !role || !single) throw syntaxError(file, number)
    return { number, raw, entry: { map: write(map), systemUser: write(systemUser), role: write(role) } }
  })
}

/**
 * The notation that means this very name in pg_ident.conf. Throws `PGLIFT_IDENT_NAME` for a name that no map can carry:
 * empty, with a newline or NUL, or beginning with a slash (a regular expression even between quotes).
 */
export function identName(name: string): string {
  if (name === '' || /[\n\0]/.test(name) || !name.isWellFormed()) throw invalidName(name)
  if (name.startsWith('/')) throw invalidName(name)
  return write({ text: name, quoted: true })
}

/** One line of pg_ident.conf, without newline, in the columns of initdb's header. Throws `PGLIFT_IDENT_NAME`. */
export function renderIdentMap({ map, systemUser, role }: IdentMap): string {
  const fields = [map, systemUser, role].map(item)
  return fields
    .map((field, index) => (index < 2 ? `${field.padEnd((WIDTHS[index] ?? 1) - 1)} ` : field))
    .join('')
}

function item(text: string): string {
  if (/[\n\0]/.test(text) || !text.isWellFormed()) throw invalidName(text)
  const fields = tokenizeLine(text)
  const [word, ...others] = fields.flat()
  if (!word || word.text === '' || others.length > 0) throw invalidName(text)
  return write(word)
}

/** Keeps quotes only where they count: `all`, `+group` and `@file` mean something else without them. */
function write(token: AuthToken): string {
  return renderToken(token, token.text === 'all' || /^[+@]/.test(token.text))
}

function syntaxError(file: string, line: number): Error {
  const message = `invalid user name map in ${file}, line ${line}: three fields of one value each are needed`
  return operational('PGLIFT_IDENT_SYNTAX', message, {
    hint: `Correct line ${line} of ${file}: MAPNAME SYSTEM-USERNAME PG-USERNAME.`,
  })
}

function invalidName(name: string): Error {
  return operational('PGLIFT_IDENT_NAME', `invalid name ${JSON.stringify(name)} for a user name map`, {
    hint: 'Use a name on one line that does not begin with a slash; put double quotes around one that has blanks.',
  })
}
