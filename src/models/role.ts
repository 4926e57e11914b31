import { choice, integer, list, nullable, object, secret, text, toggle, type Values } from './field.js'
import { HbaRecordForRoleModel, roleHbaRecordFields } from './hba.js'
import { defineModel } from './model.js'
import { onlyWhenAbsent, rule } from './rules.js'

const membership = object(
  {
    role: text({ description: 'Role name.', format: 'pg-identifier', examples: ['pg_monitor'] }),
    state: choice(['present', 'absent'], {
      description: 'Membership state. `absent` to revoke.',
      default: 'present',
    }),
  },
  { description: 'Membership of a role in another.', shorthand: 'role' },
)

const attribute = (description: string, byDefault = false) => toggle({ description, default: byDefault })

/** Fields of a role, in the order in which they are documented. */
export const roleFields = {
  name: text({ description: 'Role name.', format: 'role-name', createOnly: true, examples: ['bob'] }),
  state: choice(['present', 'absent'], {
    description: 'Whether the role should be present or not.',
    default: 'present',
    hidden: true,
  }),
  password: nullable(secret({ description: 'Role password.', writeOnly: true, examples: ['s3kret'] })),
  encrypted_password: nullable(
    secret({
      description: 'Role password, already encrypted.',
      format: 'encrypted-password',
      writeOnly: true,
      examples: ['SCRAM-SHA-256$4096:kilh...', 'md5...'],
    }),
  ),
  has_password: toggle({
    description: 'True if the role has a password.',
    default: false,
    readOnly: true,
  }),
  inherit: attribute('Let the role inherit the privileges of the roles it is a member of.', true),
  login: attribute('Allow the role to log in.'),
  superuser: attribute('Superuser role.'),
  createdb: attribute('Allow role to create databases.'),
  createrole: attribute('Allow role to create, alter, drop other roles.'),
  replication: attribute('Replication role.'),
  connection_limit: nullable(
    integer({
      description: 'How many concurrent connections the role can make; -1 means no limit.',
      minimum: -1,
      maximum: 2147483647,
    }),
  ),
  valid_until: nullable(
    text({
      description: "Date and time after which the role's password is no longer valid, or 'infinity'.",
      format: 'datetime',
      examples: ['2026-01-01T00:00:00Z'],
      cli: { metavar: 'DATE', aliases: ['validity'] },
    }),
  ),
  memberships: list(membership, {
    description: 'Roles which this role should be a member of.',
    default: [],
    cli: { flag: 'in-role', metavar: 'ROLE', alter: { add: 'grant', remove: 'revoke' } },
  }),
  hba_records: list(object(roleHbaRecordFields, { description: 'HBA record of the role.' }), {
    description: 'Entries in the pg_hba.conf file for this role.',
    default: [],
    hidden: true,
  }),
  pgpass: toggle({
    description: 'Whether to add an entry in the password file for this role.',
    default: false,
  }),
  drop_owned: toggle({
    description: 'Drop all PostgreSQL objects owned by the role being dropped.',
    default: false,
    writeOnly: true,
    dropOnly: true,
  }),
  reassign_owned: nullable(
    text({
      description: 'Reassign all PostgreSQL objects owned by the role being dropped to this role.',
      format: 'pg-identifier',
      writeOnly: true,
      dropOnly: true,
      cli: { metavar: 'ROLE' },
    }),
  ),
}

/** A PostgreSQL role. */
export const RoleModel = defineModel<RoleManifest>('Role', roleFields, {
  description: 'PostgreSQL role.',
  exclusive: [
    ['password', 'encrypted_password'],
    ['drop_owned', 'reassign_owned'],
  ],
  nested: { hba_records: HbaRecordForRoleModel },
  rules: [
    ...onlyWhenAbsent('drop_owned', 'reassign_owned'),
    rule('pgpass', [], ({ pgpass }, { passfile }) =>
      pgpass === true && passfile === false ? "cannot set 'pgpass' without 'auth.passfile'" : undefined,
    ),
    rule('memberships', ['name'], ({ name, memberships }) =>
      ((memberships ?? []) as { role: string }[]).some(({ role }) => role === name)
        ? `role '${name}' cannot be a member of itself`
        : undefined,
    ),
  ],
})

/**
 * A validated role. `valid_until` is an ISO 8601 string in UTC (`2026-01-01T00:00:00Z`) or `infinity`; null
 * and `infinity` both mean no limit, as null and -1 do for `connection_limit`.
 */
export type RoleManifest = Omit<Values<typeof roleFields>, 'has_password'>

/** Sets of privileges given by `role set-profile`. */
export const ROLE_PROFILES = ['read-only', 'read-write'] as const

const profileFields = {
  kind: choice(ROLE_PROFILES, { description: 'Privileges to give.', hidden: true }),
  role: text({ description: 'Role name.', format: 'pg-identifier', hidden: true }),
  database: text({ description: 'Database name.', format: 'pg-identifier', examples: ['mydb'] }),
  schemas: list(text({ description: 'Schema name.', format: 'pg-identifier', examples: ['public'] }), {
    description: 'Schema name(s).',
    default: ['public'],
    minItems: 1,
    cli: { flag: 'schema', metavar: 'SCHEMA' },
  }),
}

/** A profile of a role on the schemas of one database. */
export type RoleProfile = Values<typeof profileFields>
export const RoleProfileModel = defineModel<RoleProfile>('RoleProfile', profileFields, {
  description: 'Privileges of a role on the schemas of a database.',
})
