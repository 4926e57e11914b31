import { choice, nullable, object, text, type Values } from './field.js'
import { defineModel } from './model.js'

/** Record types that connect over TCP (PostgreSQL documentation, "The pg_hba.conf File"). */
const HBA_CONNECTION_TYPES = ['host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'] as const

const connection = nullable(
  object(
    {
      type: choice(HBA_CONNECTION_TYPES, {
        description: 'Connection type.',
        default: 'host',
      }),
      address: text({
        description: 'Client machine address(es); can be either a hostname, an IP or an IP address range.',
        format: 'single-line',
        minLength: 1,
        examples: ['192.168.12.10', '192.168.1.0/24'],
      }),
      netmask: nullable(
        text({
          description: 'Client machine netmask.',
          format: 'single-line',
          minLength: 1,
          examples: ['255.255.255.0'],
        }),
      ),
    },
    {
      description: 'Connection information for this HBA record. If unspecified, a local record is assumed.',
    },
  ),
)

const database = text({
  description: 'Database name(s). Multiple database names can be supplied by separating them with commas.',
  default: 'all',
  format: 'single-line',
  minLength: 1,
  examples: ['mydb', 'db1,db2'],
})

const method = text({
  description: 'Authentication method.',
  format: 'single-line',
  minLength: 1,
  examples: ['scram-sha-256', 'peer', 'reject'],
})

/** Properties of an HBA record of one role; the user is the role. */
export const roleHbaRecordFields = {
  connection,
  database,
  method,
  state: choice(['present', 'absent'], {
    description: 'Whether the entry should be written in pg_hba.conf or removed from it.',
    default: 'present',
    hidden: true,
  }),
}

/** An HBA record of the role that declares it. */
export const HbaRecordForRoleModel = defineModel<HbaRecordForRole>('HbaRecordForRole', roleHbaRecordFields, {
  description: "HBA record of a role, the record's user.",
})
export type HbaRecordForRole = Values<typeof roleHbaRecordFields>

const hbaRecordFields = {
  connection,
  database,
  method,
  user: text({
    description: 'User name(s). Multiple user names can be supplied by separating them with commas.',
    default: 'all',
    format: 'single-line',
    minLength: 1,
    examples: ['bob', 'alice,bob'],
  }),
}

/** Properties of an HBA record of an instance. */
export const instanceHbaRecordFields = {
  ...hbaRecordFields,
  state: choice(['present', 'absent'], {
    description: 'Whether the entry should be written in pg_hba.conf or removed from it.',
    default: 'present',
  }),
}

/** An HBA record as `pghba add` and `pghba remove` take it. */
export type HbaRecord = Values<typeof hbaRecordFields>
export const HbaRecordModel = defineModel<HbaRecord>('HbaRecord', hbaRecordFields, {
  description: 'A record of pg_hba.conf.',
})
