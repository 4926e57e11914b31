import { type Conf, type ConfValue, sameConfValue } from './value.js'

/** A parameter that a major version no longer knows. */
export interface ObsoleteParameter {
  name: string
  /** First major version without it. */
  since: number
  /** The parameter that took its place. */
  replacedBy?: string
  /** What the new parameter needs to keep the behaviour; undefined when that cannot be told. */
  replacement?: ConfValue
  /** The server still understands the old name, as an alias. */
  alias?: true
}

interface Removal {
  name: string
  since: number
  replacedBy?: string
  convert?: (value: ConfValue) => ConfValue | undefined
  alias?: true
}

/** From the release notes of PostgreSQL 13 to 18, section "Migration". */
const REMOVALS: readonly Removal[] = [
  { name: 'wal_keep_segments', since: 13, replacedBy: 'wal_keep_size', convert: segmentsToSize },
  { name: 'operator_precedence_warning', since: 14 },
  { name: 'vacuum_cleanup_index_scale_factor', since: 14 },
  { name: 'stats_temp_directory', since: 15 },
  { name: 'force_parallel_mode', since: 16, replacedBy: 'debug_parallel_query', convert: same },
  { name: 'lc_collate', since: 16 },
  { name: 'lc_ctype', since: 16 },
  { name: 'promote_trigger_file', since: 16 },
  { name: 'vacuum_defer_cleanup_age', since: 16 },
  { name: 'db_user_namespace', since: 17 },
  { name: 'old_snapshot_threshold', since: 17 },
  { name: 'trace_recovery_messages', since: 17 },
  { name: 'ssl_ecdh_curve', since: 18, replacedBy: 'ssl_groups', convert: same, alias: true },
]

/**
 * The parameters of `conf` that PostgreSQL `version` (a major: 16) does not know by this name, sorted: a server
 * started with them would refuse its configuration, aliases excepted. Used before an upgrade.
 */
export function obsoleteParameters(conf: Conf, version: number): ObsoleteParameter[] {
  const values = new Map(Object.entries(conf))
  const found = REMOVALS.filter(({ name, since }) => since <= version && values.has(name))
  return found
    .map((removal) => describe(removal, values.get(removal.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function describe({ convert, ...removal }: Removal, value: ConfValue | undefined): ObsoleteParameter {
  const replacement = value === undefined ? undefined : convert?.(value)
  return replacement === undefined ? removal : { ...removal, replacement }
}

function same(value: ConfValue): ConfValue {
  return value
}

/** In segments of 16 MB, initdb's default. */
function segmentsToSize(value: ConfValue): ConfValue | undefined {
  const segments = Number(value)
  if (!Number.isSafeInteger(segments) || sameConfValue(value, '')) return undefined
  return `${segments * 16}MB`
}
