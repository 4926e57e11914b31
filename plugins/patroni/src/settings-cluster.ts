import { choice, integer, nullable, object, path, section } from '@pglift/sdk'
import { PRESETS } from './timing.js'

const seconds = (description: string, minimum: number, example: number) =>
  nullable(integer({ description, minimum, examples: [example] }))

/** `patroni.dcs`. */
export const dcs = section(
  {
    preset: nullable(
      choice(Object.keys(PRESETS) as (keyof typeof PRESETS)[], {
        description:
          'Times of new clusters: `fast` fails over soon, `patient` and `wide` stand worse networks; each keeps loop_wait + 2 * retry_timeout <= ttl.',
        examples: ['fast'],
      }),
    ),
    ttl: seconds('Seconds that the leader key lives: about as long as a failover takes.', 20, 30),
    loop_wait: seconds('Seconds between two looks of a member at the cluster.', 1, 10),
    retry_timeout: seconds('Seconds that operations on etcd and PostgreSQL are tried again.', 3, 10),
    maximum_lag_on_failover: nullable(
      integer({
        description: 'Bytes that a replica may lag behind and still become leader.',
        minimum: 0,
        examples: [1_048_576],
      }),
    ),
    synchronous_mode: nullable(
      choice(['off', 'on', 'strict'], {
        description:
          'Synchronous replication: `on` loses no acknowledged write in a failover; `strict` takes no write without a synchronous replica.',
        examples: ['on'],
      }),
    ),
  },
  {
    description:
      'Configuration of new clusters; once a cluster exists it is changed by `patronictl edit-config`.',
    examples: [{ preset: 'fast' }],
  },
)

const mode = (what: string) =>
  choice(['local', 'dynamic'], {
    description: `Where ${what} is kept: in the file of each member, or in etcd for the whole cluster.`,
    default: 'local',
    examples: ['dynamic'],
  })

/** `patroni.configuration_mode`. */
export const configurationMode = section(
  { auth: mode('pg_hba.conf'), parameters: mode('the configuration of PostgreSQL') },
  { description: 'Where configuration is kept.', examples: [{ parameters: 'dynamic' }] },
)

/** `patroni.watchdog` (Patroni documentation, "Watchdog support"). */
export const watchdog = nullable(
  object(
    {
      mode: choice(['off', 'automatic', 'required'], {
        description:
          'Whether a member resets the machine when it can no longer tell that it leads: `automatic`, where there is a device; `required` lets no member lead without.',
        default: 'off',
        examples: ['required'],
      }),
      device: path('absolute', {
        description: 'The device, which the system user must be able to write.',
        default: '/dev/watchdog',
        examples: ['/dev/watchdog1'],
      }),
      safety_margin: integer({
        description: 'Seconds before the end of ttl at which it resets; -1: half of ttl.',
        default: 5,
        minimum: -1,
        examples: [-1],
      }),
    },
    { description: 'Over that of the template patroni/patroni.yaml.', examples: [{ mode: 'required' }] },
  ),
)
