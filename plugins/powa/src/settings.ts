import { type ComponentSession, choice, integer, list, nullable, object, text } from '@pglift/sdk'
import { OPTIONAL, OPTIONAL_BY_DEFAULT, type OptionalExtension } from './extensions.js'

/** The section `powa` of the site settings, resolved. */
export interface PowaSettings {
  readonly dbname: string
  readonly role: string
  /** Parameters `powa.frequency`, `powa.retention` (durations as PostgreSQL writes them) and `powa.coalesce`. */
  readonly frequency: string | null
  readonly retention: string | null
  readonly coalesce: number | null
  readonly extensions: readonly OptionalExtension[]
}

export type Session = ComponentSession<PowaSettings>

const DURATION = '^\\d+ ?(ms|s|min|h|d)$'

/** Schema of the section. */
export const schema = object(
  {
    dbname: text({
      description: 'Database of PoWA in each instance, its repository.',
      minLength: 1,
      default: 'powa',
      examples: ['powa'],
    }),
    role: text({
      description: "Superuser role in each instance that PoWA's web interface connects as.",
      minLength: 1,
      default: 'powa',
      examples: ['powa'],
    }),
    frequency: nullable(
      text({
        description:
          "Time between two snapshots, at least 5s (parameter powa.frequency); null: PoWA's default, 5min.",
        pattern: DURATION,
        default: null,
        examples: ['1min'],
      }),
    ),
    retention: nullable(
      text({
        description: "How long snapshots are kept (parameter powa.retention); null: PoWA's default, 1d.",
        pattern: DURATION,
        default: null,
        examples: ['7d'],
      }),
    ),
    coalesce: nullable(
      integer({
        description:
          "Number of snapshots that are stored as one record (parameter powa.coalesce); null: PoWA's default, 100.",
        minimum: 5,
        maximum: 2147483647,
        default: null,
        examples: [50],
      }),
    ),
    extensions: list(
      choice(OPTIONAL, { description: 'An extension that PoWA can do without.', examples: ['hypopg'] }),
      {
        description: 'Extensions that PoWA can do without: each is used where it is installed.',
        default: [...OPTIONAL_BY_DEFAULT],
        examples: [['pg_track_settings', 'hypopg', 'pg_wait_sampling'], []],
      },
    ),
  },
  { description: 'Workload analysis by PoWA.', examples: [{}, { frequency: '1min', retention: '7d' }] },
)
