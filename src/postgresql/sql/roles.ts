import { PgliftError } from '../../errors/kinds.js'
import { isEncryptedPassword } from '../stored-password.js'
import { hasFeature, type PostgresVersion } from '../versions.js'
import { quoteIdentifier, quoteIdentifiers, quoteLiteral } from './quote.js'
import { type Statement, statement } from './statement.js'

/** Attributes of a role; those left undefined are not written. */
export interface RoleAttributes {
  inherit?: boolean
  login?: boolean
  superuser?: boolean
  createdb?: boolean
  createrole?: boolean
  replication?: boolean
  /** null: no limit. */
  connectionLimit?: number | null
  /** A verifier, never a password in clear; null removes the password. */
  password?: string | null
  /** A date as PostgreSQL reads it, best ISO 8601 with its offset; null: for ever. */
  validUntil?: string | null
}

const SWITCHES = ['inherit', 'login', 'superuser', 'createdb', 'createrole', 'replication'] as const

/** `CREATE ROLE`, `inRoles` being the roles that it becomes a member of. */
export function createRole(
  name: string,
  attributes: RoleAttributes,
  inRoles: readonly string[] = [],
): Statement {
  const membership = inRoles.length > 0 ? [`IN ROLE ${quoteIdentifiers(inRoles, 'role')}`] : []
  return withOptions(`CREATE ROLE ${quoteIdentifier(name, 'role')}`, attributes, membership)
}

/** `ALTER ROLE`; undefined when `attributes` hold nothing. */
export function alterRole(name: string, attributes: RoleAttributes): Statement | undefined {
  if (Object.values(attributes).every((value) => value === undefined)) return undefined
  return withOptions(`ALTER ROLE ${quoteIdentifier(name, 'role')}`, attributes, [])
}

function withOptions(head: string, attributes: RoleAttributes, more: readonly string[]): Statement {
  const options: string[] = []
  for (const name of SWITCHES) {
    const value = attributes[name]
    if (value !== undefined) options.push(`${value ? '' : 'NO'}${name.toUpperCase()}`)
  }
  const { connectionLimit, password, validUntil } = attributes
  if (connectionLimit !== undefined) options.push(`CONNECTION LIMIT ${integer(connectionLimit ?? -1)}`)
  if (password !== undefined)
    options.push(`PASSWORD ${password === null ? 'NULL' : verifierLiteral(password)}`)
  if (validUntil !== undefined) options.push(`VALID UNTIL ${quoteLiteral(validUntil ?? 'infinity')}`)
  options.push(...more)
  const text = options.length > 0 ? `${head} WITH ${options.join(' ')}` : head
  return statement(text, typeof password === 'string' ? { sensitive: true } : {})
}

function verifierLiteral(password: string): string {
  if (isEncryptedPassword(password)) return quoteLiteral(password)
  throw new PgliftError(
    'bug',
    'PGLIFT_CLEAR_PASSWORD',
    'a password in clear was about to be sent to the server',
  )
}

function integer(value: number): string {
  if (Number.isInteger(value) && value >= -1 && value <= 0x7fffffff) return String(value)
  throw new PgliftError(
    'bug',
    'PGLIFT_CONNECTION_LIMIT',
    `connection limit ${value} is not an integer from -1`,
  )
}

/** Options of a membership, PostgreSQL 16 and later (but `admin`). */
export interface MembershipOptions {
  admin?: boolean
  inherit?: boolean
  set?: boolean
}

/** `GRANT role TO member`. Options that `version` doesn't know are a bug of the caller's. */
export function grantRole(
  role: string,
  member: string,
  options: MembershipOptions = {},
  version?: PostgresVersion,
): Statement {
  const text = `GRANT ${quoteIdentifier(role, 'role')} TO ${quoteIdentifier(member, 'role')}`
  const { admin, inherit, set } = options
  if (inherit === undefined && set === undefined) return statement(admin ? `${text} WITH ADMIN OPTION` : text)
  if (!version || !hasFeature(version, 'membershipOptions')) {
    throw new PgliftError(
      'bug',
      'PGLIFT_MEMBERSHIP_OPTIONS',
      'GRANT ... WITH INHERIT, SET needs PostgreSQL 16',
    )
  }
  const list = Object.entries({ ADMIN: admin, INHERIT: inherit, SET: set })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value ? 'TRUE' : 'FALSE'}`)
  return statement(`${text} WITH ${list.join(', ')}`)
}

/**
 * `REVOKE role FROM member`. From PostgreSQL 16 on a membership belongs to its grantor: one given by another role
 * than the bootstrap superuser is revoked by naming that role (`grantors` of `listRoles`).
 */
export function revokeRole(role: string, member: string, grantor?: string): Statement {
  const text = `REVOKE ${quoteIdentifier(role, 'role')} FROM ${quoteIdentifier(member, 'role')}`
  return statement(grantor === undefined ? text : `${text} GRANTED BY ${quoteIdentifier(grantor, 'role')}`)
}

/** `DROP ROLE`. */
export function dropRole(name: string): Statement {
  return statement(`DROP ROLE ${quoteIdentifier(name, 'role')}`)
}

/** `REASSIGN OWNED`, to run in each database; changes owners of the databases themselves too. */
export function reassignOwned(role: string, to: string): Statement {
  return statement(`REASSIGN OWNED BY ${quoteIdentifier(role, 'role')} TO ${quoteIdentifier(to, 'role')}`)
}

/** `DROP OWNED`, to run in each database: objects and privileges of `role`, never a database. */
export function dropOwned(role: string): Statement {
  return statement(`DROP OWNED BY ${quoteIdentifier(role, 'role')}`)
}
