import { SUPPORTED_VERSIONS } from '../postgresql/versions.js'
import { type DatabaseManifest, DatabaseModel, databaseFields } from './database.js'
import {
  choice,
  list,
  map,
  nullable,
  object,
  parameterValue,
  port,
  secret,
  text,
  toggle,
  type Values,
} from './field.js'
import { instanceHbaRecordFields } from './hba.js'
import { instanceRules } from './instance-rules.js'
import { type ComponentField, compose, defineModel, type Model } from './model.js'
import { type RoleManifest, RoleModel, roleFields } from './role.js'
import { type Standby, standby } from './standby.js'

const METHODS = ['trust', 'reject', 'md5', 'password', 'scram-sha-256', 'sspi', 'ident']
const LOCAL_METHODS = [...METHODS, 'peer', 'pam', 'ldap', 'radius']
const HOST_METHODS = [...METHODS, 'gss', 'pam', 'ldap', 'radius']
const HOSTSSL_METHODS = [...HOST_METHODS, 'cert']

const auth = nullable(
  object(
    {
      local: nullable(
        choice(LOCAL_METHODS, {
          description: 'Authentication method for local-socket connections.',
          cli: { metavar: 'METHOD' },
        }),
      ),
      host: nullable(
        choice(HOST_METHODS, {
          description: 'Authentication method for local TCP/IP connections.',
          cli: { metavar: 'METHOD' },
        }),
      ),
      hostssl: nullable(
        choice(HOSTSSL_METHODS, {
          description: 'Authentication method for SSL-encrypted TCP/IP connections.',
          cli: { metavar: 'METHOD' },
        }),
      ),
    },
    {
      description: 'Authentication methods, those of the site settings by default.',
      createOnly: true,
      writeOnly: true,
    },
  ),
)

const slot = object(
  {
    name: text({ description: 'Name of the replication slot.', format: 'slot-name', examples: ['standby1'] }),
    state: choice(['present', 'absent'], {
      description: 'Whether the slot should be present or not.',
      default: 'present',
    }),
  },
  { description: 'Physical replication slot.', shorthand: 'name' },
)

/** Fields of an instance, in the order in which `get` prints them. */
const instanceFields = {
  name: text({
    description: 'Instance name.',
    pattern: '^[^/-]+$',
    format: 'instance-name',
    createOnly: true,
    examples: ['main'],
  }),
  version: nullable(
    choice(SUPPORTED_VERSIONS, {
      description:
        'PostgreSQL version; if unspecified, determined from site settings or most recent installed version.',
      createOnly: true,
      cli: { choices: [...SUPPORTED_VERSIONS].reverse() },
    }),
  ),
  port: nullable(
    port({
      description:
        "TCP port the postgresql instance will be listening to. If unspecified, default to 5432 unless a 'port' setting is found in 'settings'.",
      examples: [5432],
    }),
  ),
  settings: map(
    parameterValue({
      description: 'Value; null: no entry in postgresql.conf, whatever the template and initdb say.',
    }),
    {
      description: 'Settings for the PostgreSQL instance. Replaces all those set before.',
      default: {},
      hidden: true,
      keys: 'parameter-name',
      examples: [{ work_mem: '5MB' }],
    },
  ),
  data_checksums: nullable(
    toggle({
      description: 'Enable or disable data checksums. If unspecified, fall back to site settings choice.',
    }),
  ),
  locale: nullable(
    text({
      description: 'Default locale.',
      format: 'single-line',
      minLength: 1,
      createOnly: true,
      examples: ['C', 'fr_FR.UTF-8'],
    }),
  ),
  encoding: nullable(
    text({
      description: 'Character encoding of the PostgreSQL instance.',
      format: 'single-line',
      minLength: 1,
      createOnly: true,
      examples: ['UTF8'],
    }),
  ),
  auth,
  surole_password: nullable(
    secret({ description: 'Super-user role password.', createOnly: true, writeOnly: true }),
  ),
  replrole_password: nullable(
    secret({ description: 'Replication role password.', createOnly: true, writeOnly: true }),
  ),
  standby,
  state: choice(['started', 'stopped', 'restarted', 'absent'], {
    description: 'Runtime state.',
    default: 'started',
    cli: { choices: ['started', 'stopped'] },
  }),
  databases: list(object(databaseFields, { description: 'Database of the instance.', key: 'name' }), {
    description: 'Databases defined in this instance (non-exhaustive list).',
    default: [],
    writeOnly: true,
    hidden: true,
  }),
  roles: list(object(roleFields, { description: 'Role of the instance.', key: 'name' }), {
    description: 'Roles defined in this instance (non-exhaustive list).',
    default: [],
    writeOnly: true,
    hidden: true,
  }),
  pending_restart: toggle({
    description: 'Whether the instance needs a restart to account for settings changes.',
    default: false,
    readOnly: true,
  }),
  replication_slots: list(slot, {
    description: 'Physical replication slots in this instance (non-exhaustive list).',
    default: [],
    cli: { flag: 'slot', metavar: 'SLOT', alter: { add: 'create-slot', remove: 'drop-slot' } },
  }),
  hba_records: list(object(instanceHbaRecordFields, { description: 'HBA record.' }), {
    description:
      'Entries in the pg_hba.conf file (non-exhaustive list), in the order in which PostgreSQL tries them; those of roles come first.',
    default: [],
    writeOnly: true,
    hidden: true,
  }),
  restart_on_changes: toggle({
    description: 'Whether or not to automatically restart the instance to account for settings changes.',
    default: false,
    writeOnly: true,
    hidden: true,
  }),
  data_directory: nullable(text({ description: 'Data directory.', readOnly: true })),
  wal_directory: nullable(text({ description: 'WAL directory.', readOnly: true })),
}

/** A PostgreSQL instance, without the fields of components. */
export const InstanceModel = defineModel<InstanceManifest>('Instance', instanceFields, {
  description: 'PostgreSQL instance.',
  nested: { databases: DatabaseModel, roles: RoleModel },
  rules: instanceRules,
})

type Whole = Values<typeof instanceFields>
type OutputOnly = 'pending_restart' | 'data_directory' | 'wal_directory'

/**
 * A validated instance. `version` null: the site's default; `port` null: the template's or 5432. Fields of components
 * are there under their names when the model was composed with them.
 */
export type InstanceManifest = Omit<Whole, OutputOnly | 'roles' | 'databases' | 'standby'> & {
  readonly roles: readonly RoleManifest[]
  readonly databases: readonly DatabaseManifest[]
  readonly standby: Standby | null
}

export type ReplicationSlot = InstanceManifest['replication_slots'][number]

/** A field that a component adds to the instance: `pgbackrest: {stanza}`. */
export type InstanceField = ComponentField

/** The instance with the fields of the enabled components. */
export function composeInstance(fields: readonly InstanceField[]): Model<ComposedInstance> {
  return compose(InstanceModel, fields)
}

/** An instance with the fields of components, each to be narrowed by the component itself. */
export type ComposedInstance = InstanceManifest & Readonly<Record<string, unknown>>
