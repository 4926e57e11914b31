import type { RoleManifest } from '../../models/role.js'
import type { RoleAttributes } from '../../postgresql/sql/roles.js'
import type { ObservedRole } from './observed-role.js'

/** Everything but the password. */
export type Attributes = Required<Omit<RoleAttributes, 'password'>>

/** null, -1: no limit. */
function limit(value: number | null): number | null {
  return value === -1 ? null : value
}

/** null: for ever; otherwise to the second, as the catalogue is read. */
function until(value: string | null): string | null {
  return value === null || value === 'infinity' ? null : value.replace(/\.\d+Z$/, 'Z')
}

/** The attributes of a role, declared or observed, in one form. */
export function attributesOf(role: RoleManifest | ObservedRole): Attributes {
  const { inherit, login, superuser, createdb, createrole, replication } = role
  return {
    inherit,
    login,
    superuser,
    createdb,
    createrole,
    replication,
    connectionLimit: limit(role.connection_limit),
    validUntil: until(role.valid_until),
  }
}

/** Those of `wanted` that differ from `present`. */
export function changedAttributes(wanted: Attributes, present: Attributes): RoleAttributes {
  const names = Object.keys(wanted) as (keyof Attributes)[]
  return Object.fromEntries(
    names.filter((name) => wanted[name] !== present[name]).map((name) => [name, wanted[name]]),
  )
}

/** The present values of the attributes that are about to change. */
export function formerAttributes(changed: RoleAttributes, present: Attributes): RoleAttributes {
  const names = Object.keys(changed) as (keyof Attributes)[]
  return Object.fromEntries(names.map((name) => [name, present[name]]))
}
