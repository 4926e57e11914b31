import { operational } from '../errors/kinds.js'
import { type PostgresVersion, postgresVersion } from './versions.js'

/** `NAMEDATALEN - 1`: bytes of UTF-8 that PostgreSQL keeps of an identifier. */
export const MAX_IDENTIFIER_BYTES = 63

/** The rule of instance names that the original publishes in its schema. */
const INSTANCE_NAME_PATTERN = '^[^/-]+$'

/** Characters that end a line, or that nobody sees: no name, path or value of one line has them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u

/**
 * Why `name` cannot be an instance's, or undefined when it can. The name becomes part of directory, unit and
 * file names (`15-main`), so beyond the published pattern it must be one plain path component.
 */
export function instanceNameFault(name: string): string | undefined {
  if (!/^[^/-]+$/.test(name)) return `String should match pattern '${INSTANCE_NAME_PATTERN}'`
  if (name === '.' || name === '..') return `'${name}' is a directory, not a name`
  if (CONTROL_CHARACTER.test(name)) return 'instance name must not contain control characters'
  if (/\s/u.test(name)) return 'instance name must not contain white space'
  if (!name.isWellFormed()) return 'instance name is not valid Unicode'
  return tooLong('instance name', name)
}

/** What an identifier names, in PostgreSQL's words. */
export type IdentifierKind =
  | 'role'
  | 'database'
  | 'schema'
  | 'extension'
  | 'publication'
  | 'subscription'
  | 'tablespace'
  | 'identifier'

/**
 * Why `name` cannot be the SQL identifier of a `kind`, or undefined when it can, quoted. PostgreSQL cuts longer
 * names silently (with a NOTICE), after which the object is never found again under the name asked for: refused here.
 */
export function identifierFault(name: string, kind: IdentifierKind = 'identifier'): string | undefined {
  if (name === '') return `${kind} name must not be empty`
  if (name.includes('\0')) return `${kind} name must not contain a NUL character`
  if (!name.isWellFormed()) return `${kind} name is not valid Unicode`
  return tooLong(`${kind} name`, name) ?? reserved(name, kind)
}

function reserved(name: string, kind: IdentifierKind): string | undefined {
  const prefixed = kind === 'role' || kind === 'schema' || kind === 'tablespace'
  if (prefixed && name.startsWith('pg_')) return `${kind} name "${name}" is reserved (prefix "pg_")`
  if (kind === 'role' && (name === 'public' || name === 'none')) return `role name "${name}" is reserved`
  return undefined
}

/** Why `name` cannot be a replication slot's, or undefined: lower-case letters, digits, underscores, at most 63. */
export function slotNameFault(name: string): string | undefined {
  if (/^[a-z0-9_]{1,63}$/.test(name)) return undefined
  return `replication slot name '${name}' may only contain lower-case letters, digits and underscores, 63 at most`
}

function tooLong(what: string, name: string): string | undefined {
  const bytes = Buffer.byteLength(name, 'utf8')
  return bytes > MAX_IDENTIFIER_BYTES ? `${what} is ${bytes} bytes long, the limit is 63` : undefined
}

/** `15/main`, or `main` when the user left the major out. */
export interface InstanceId {
  version?: PostgresVersion
  name: string
}

/**
 * Parses what a user types for an instance: `15/main` or `main`.
 *
 * @throws operational `PGLIFT_VERSION_UNSUPPORTED` for another major, `PGLIFT_INSTANCE_NAME` for a bad name.
 */
export function parseInstanceId(text: string): InstanceId {
  const slash = text.indexOf('/')
  const name = text.slice(slash + 1)
  const fault = instanceNameFault(name)
  if (fault !== undefined) throw operational('PGLIFT_INSTANCE_NAME', fault)
  if (slash < 0) return { name }
  return { version: postgresVersion(text.slice(0, slash)), name }
}

/** `15/main`: how an instance is shown and typed. */
export function instanceId(version: PostgresVersion, name: string): string {
  return `${version}/${name}`
}

/** `15-main`: the same in file names, service instances and default stanzas. */
export function qualname(version: PostgresVersion, name: string): string {
  return `${version}-${name}`
}
