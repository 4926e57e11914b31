import { operational } from '../../errors/kinds.js'
import { MAX_IDENTIFIER_BYTES } from '../names.js'
import { type AuthToken, renderToken, singleToken } from './tokens.js'

export const HBA_TYPES = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'] as const

export type HbaType = (typeof HBA_TYPES)[number]

/** Authentication methods of PostgreSQL 13 to 18 (oauth: 18 only). */
export const HBA_METHODS: readonly string[] = [
  'trust',
  'reject',
  'scram-sha-256',
  'md5',
  'password',
  'gss',
  'sspi',
  'ident',
  'peer',
  'ldap',
  'radius',
  'cert',
  'pam',
  'bsd',
  'oauth',
]

/**
 * A record of pg_hba.conf. Databases, users and address are in the file's own notation: `all` is the keyword, `"all"`
 * the database of that name, `+group`, `@file` and `/regex` have their meaning (see `hbaItem` and `hbaName`).
 */
export interface HbaRecord {
  type: HbaType
  databases: readonly string[]
  users: readonly string[]
  /** None for `local`. */
  address?: string
  netmask?: string
  method: string
  options?: Readonly<Record<string, string>>
}

/** The column that an item stands in: each has keywords of its own. */
export type HbaColumn = 'database' | 'user' | 'address'

const KEYWORDS: Readonly<Record<HbaColumn, readonly string[]>> = {
  database: ['all', 'sameuser', 'samerole', 'samegroup', 'replication'],
  user: ['all'],
  address: ['all', 'samehost', 'samenet'],
}
/** NAMEDATALEN - 1: PostgreSQL cuts longer names when it creates them, so a longer one would never match. */

/**
 * The notation that means the database or role of this very name, whatever the name: quoted where the bare word is a
 * keyword or has a special character. Throws `PGLIFT_HBA_NAME` for a name that no record can carry: empty, with a newline
 * or NUL, longer than 63 bytes, or beginning with a slash (a regular expression from PostgreSQL 16 on, even quoted).
 */
export function hbaName(name: string, column: HbaColumn): string {
  const fault = nameFault(name)
  if (fault !== undefined) throw invalidName(name, column, fault)
  return canonical({ text: name, quoted: true }, column)
}

/** Whether a record can carry this very name. */
export function isHbaName(name: string): boolean {
  return nameFault(name) === undefined
}

function nameFault(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name.startsWith('/')) return 'PostgreSQL takes a leading slash for a regular expression'
  return (
    textFault(name) ??
    (Buffer.byteLength(name) > MAX_IDENTIFIER_BYTES ? 'it is longer than 63 bytes' : undefined)
  )
}

/**
 * One item of a list as a user writes it: `all`, `"all"`, `+group`, `/regex`, `bob`. Text that the file's notation would
 * split (`my db`, `a,b`) is taken for a name. Returns the notation in its shortest form. Throws `PGLIFT_HBA_NAME`.
 */
export function hbaItem(text: string, column: HbaColumn): string {
  const fault = text === '' || text === '""' ? 'it is empty' : textFault(text)
  if (fault !== undefined) throw invalidName(text, column, fault)
  return normalize(text, column)
}

/** The items of a comma-separated list as a user writes it (`bob,"the boss",+staff`); see `hbaItem`. */
export function hbaItems(text: string, column: HbaColumn): string[] {
  const parts = ['']
  let inQuote = false
  for (const char of text) {
    if (char === '"') inQuote = !inQuote
    if (char === ',' && !inQuote) parts.push('')
    else parts.push(`${parts.pop()}${char}`)
  }
  return parts.map((part) => hbaItem(part.trim(), column))
}

/** The shortest notation of a word read from a file: equal for words that PostgreSQL takes for the same. */
export function canonical(token: AuthToken, column: HbaColumn): string {
  const literal = KEYWORDS[column].includes(token.text) || /^[+@]/.test(token.text)
  return renderToken(token, literal)
}

/** Equal for records that say the same: spacing, needless quotes and the order of options do not count. */
export function recordKey({
  type,
  databases,
  users,
  address,
  netmask,
  method,
  options = {},
}: HbaRecord): string {
  const pairs = Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify([
    type,
    databases.map((item) => normalize(item, 'database')),
    users.map((item) => normalize(item, 'user')),
    address === undefined ? null : normalize(address, 'address'),
    netmask ?? null,
    method,
    pairs,
  ])
}

function normalize(text: string, column: HbaColumn): string {
  const token = singleToken(text)
  return token === undefined ? hbaName(text, column) : canonical(token, column)
}

function textFault(text: string): string | undefined {
  if (/[\n\0]/.test(text)) return 'it contains a newline or a NUL character'
  return text.isWellFormed() ? undefined : 'it is not valid Unicode text'
}

function invalidName(name: string, column: HbaColumn, reason: string): Error {
  return operational(
    'PGLIFT_HBA_NAME',
    `invalid ${column} ${JSON.stringify(name)} for an HBA record: ${reason}`,
    {
      hint: 'A record of pg_hba.conf names databases and roles on one line, quoted where needed.',
    },
  )
}
