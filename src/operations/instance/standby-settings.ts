import type { ConfValue } from '../../postgresql/conf/value.js'
import type { Configuration } from './configuration.js'
import { type FollowedParameters, raisedParameters } from './followed-parameters.js'

/** Where a server lies: never right in a copy of its configuration. */
const PLACES = ['data_directory', 'config_file', 'hba_file', 'ident_file', 'external_pid_file'] as const

/** What tells servers of one host apart; a value of ALTER SYSTEM on the primary would win over the standby's own. */
const IDENTITY = [
  ...PLACES,
  'port',
  'cluster_name',
  'unix_socket_directories',
  'log_directory',
  'log_filename',
] as const

/** How far a restore went: on a server that was restored, and in every copy of it, a standby would end there. */
const RECOVERY_TARGET = [
  'recovery_target',
  'recovery_target_action',
  'recovery_target_inclusive',
  'recovery_target_lsn',
  'recovery_target_name',
  'recovery_target_time',
  'recovery_target_timeline',
  'recovery_target_xid',
] as const

/** Which server a standby follows and how far: written by pg_basebackup or pg_rewind, never taken from before. */
const RECOVERY = ['primary_conninfo', 'primary_slot_name', ...RECOVERY_TARGET] as const

/** Parameters that an upgraded instance does not take from the former one: its place, and what it followed. */
export const NOT_CARRIED: ReadonlySet<string> = new Set(['port', ...PLACES, ...RECOVERY])

type Edits = Readonly<Record<string, ConfValue | null>>

const without = (names: readonly string[]): Edits => Object.fromEntries(names.map((name) => [name, null]))

/** Edits that take recovery parameters out of a configuration file. */
export const WITHOUT_RECOVERY: Edits = without(RECOVERY)

/**
 * The configuration of a new standby, to be laid over the postgresql.conf that came with the base backup: what the site
 * and the user set, what may not be lower than the primary's, and nothing of the primary's port and places.
 */
export function standbyConfiguration(
  configuration: Configuration,
  primary: FollowedParameters | undefined,
): Configuration {
  const { conf, edits, changes } = configuration
  const raised = raisedParameters(conf, primary)
  const changed = Object.entries(raised).map(([name, value]) => [name, [conf[name] ?? null, value]] as const)
  return {
    ...configuration,
    conf: { ...conf, ...raised },
    changes: { ...changes, ...Object.fromEntries(changed) },
    edits: { ...without([...PLACES, 'port']), ...edits, ...raised },
    ...(primary === undefined ? {} : { least: primary }),
  }
}

/**
 * Edits of the postgresql.auto.conf that came with the base backup: there the primary's ALTER SYSTEM would win, and the
 * target of a restore of the primary make the standby promote itself.
 */
export function standbyAutoEdits(userSettings: Readonly<Record<string, unknown>>): Edits {
  const names = [...IDENTITY, ...RECOVERY_TARGET, ...Object.keys(userSettings)]
  return without([...new Set(names.map((name) => name.toLowerCase()))])
}
