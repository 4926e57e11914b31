type Value = string | number | boolean
type Conf = Readonly<Record<string, Value>>

/** Parameters that Patroni rules for the whole cluster, whatever a member says (Patroni documentation). */
const OF_THE_CLUSTER = [
  'max_connections',
  'max_locks_per_transaction',
  'max_worker_processes',
  'max_prepared_transactions',
  'wal_level',
  'track_commit_timestamp',
  'max_wal_senders',
  'max_replication_slots',
  'wal_keep_segments',
  'wal_keep_size',
] as const

/** Parameters that Patroni sets by itself. */
const OF_PATRONI = ['cluster_name', 'hot_standby', 'wal_log_hints', 'hba_file', 'ident_file'] as const

/** Parameters that each member has for itself in any case. */
const OF_THE_MEMBER: ReadonlySet<string> = new Set([
  'port',
  'listen_addresses',
  'unix_socket_directories',
  'log_directory',
  'log_filename',
])

/** Parameters that a manifest can't set: `always`, and those of the cluster while members keep their own (`local`). */
export const WITHHELD = {
  always: {
    names: OF_PATRONI,
    reason: 'it cannot be changed for a Patroni-managed instance: Patroni sets it',
  },
  local: {
    names: OF_THE_CLUSTER,
    reason:
      "it cannot be changed for a Patroni-managed instance: it is that of the whole cluster, see 'patronictl edit-config'",
  },
} as const

/** As Patroni's YAML has them: a boolean in PostgreSQL's own words. */
export function toParameters(conf: Conf): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(conf).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? (value ? 'on' : 'off') : value,
    ]),
  )
}

/** As pglift's configuration has them. */
export function fromParameters(
  parameters: Readonly<Record<string, Value | null>> = {},
): Record<string, Value> {
  const booleans: Readonly<Record<string, boolean>> = { on: true, off: false }
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      if (value === null) return []
      return [[name.toLowerCase(), (typeof value === 'string' ? booleans[value] : undefined) ?? value]]
    }),
  )
}

/** Parameters that a member's file can have, and those that only the cluster can. */
export function sortOut(conf: Conf): { own: Record<string, Value>; ofTheCluster: Record<string, Value> } {
  const [cluster, patroni] = [new Set<string>(OF_THE_CLUSTER), new Set<string>(OF_PATRONI)]
  const entries = Object.entries(conf).filter(([name]) => !patroni.has(name))
  return {
    own: Object.fromEntries(entries.filter(([name]) => !cluster.has(name))),
    ofTheCluster: Object.fromEntries(entries.filter(([name]) => cluster.has(name))),
  }
}

/** What each member keeps in its own file, and what all have in common. */
export function divide(conf: Conf): { member: Record<string, Value>; cluster: Record<string, Value> } {
  const entries = Object.entries(conf)
  return {
    member: Object.fromEntries(entries.filter(([name]) => OF_THE_MEMBER.has(name))),
    cluster: Object.fromEntries(entries.filter(([name]) => !OF_THE_MEMBER.has(name))),
  }
}
