import { PLACES, RECOVERY, RECOVERY_TARGET } from '../../postgresql/conf/of-one-server.js'
import type { ConfValue } from '../../postgresql/conf/value.js'
import type { Configuration } from './configuration.js'
import { type FollowedParameters, raisedParameters } from './followed-parameters.js'

/** What tells servers of one host apart; a value of ALTER SYSTEM on the primary would win over the standby's own. */
const IDENTITY = [
  ...PLACES,
  'port',
  'cluster_name',
  'unix_socket_directories',
  'log_directory',
  'log_filename',
] as const

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
