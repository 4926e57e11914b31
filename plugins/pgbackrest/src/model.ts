import {
  type ComponentInstanceField,
  type ComposedInstance,
  type Fault,
  type InstanceManifest,
  nullable,
  object,
  type Secret,
  secret,
  text,
} from '@pglift/sdk'
import { stanzaNameFault } from './conf/stanza.js'
import { type BackupSchedule, scheduleField } from './schedule.js'

/** The field `pgbackrest` of an instance. */
export interface PgbackrestField {
  readonly stanza: string
  readonly password: Secret | null
  readonly schedule: BackupSchedule | null
}

/** What a manifest says; null: nothing, or that the instance is not to be backed up. */
export function fieldOf(desired: InstanceManifest): PgbackrestField | null {
  return ((desired as ComposedInstance).pgbackrest ?? null) as PgbackrestField | null
}

const schema = nullable(
  object(
    {
      stanza: text({
        description:
          "Name of pgBackRest stanza. Something describing the actual function of the instance, such as 'app'.",
        createOnly: true,
        examples: ['main'],
      }),
      password: nullable(
        secret({
          description: 'Password of PostgreSQL role for pgBackRest.',
          createOnly: true,
          writeOnly: true,
        }),
      ),
      schedule: scheduleField,
    },
    { description: 'Configuration for the pgBackRest service, if enabled in site settings.' },
  ),
)

function stanzaFault(stanza: unknown): Fault[] {
  if (typeof stanza !== 'string') return []
  const msg = stanzaNameFault(stanza)
  return msg === undefined
    ? []
    : [{ type: 'value_error', loc: ['pgbackrest', 'stanza'], msg: `Value error, ${msg}`, input: stanza }]
}

/**
 * The field: a new instance must name its stanza, or say `pgbackrest: null` to go without backups; one that exists keeps
 * what it has.
 */
export const instanceField: ComponentInstanceField = {
  name: 'pgbackrest',
  schema,
  rules: [
    {
      reads: ['pgbackrest', 'state'],
      check({ pgbackrest, state }, { operation, upgrading }) {
        const given = pgbackrest as { stanza?: unknown } | null | undefined
        if (given !== undefined) return stanzaFault(given?.stanza)
        if (operation !== 'create' || upgrading || state === 'absent') return []
        return [{ type: 'missing', loc: ['pgbackrest', 'stanza'], msg: 'Field required', input: {} }]
      },
    },
  ],
}
