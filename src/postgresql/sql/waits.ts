import type { Statement } from './statement.js'

/** The row of `waitOf`; none for a session that has ended. */
export interface WaitRow {
  /** `IPC`, `Lock`, ...; null while the session works. */
  wait_event_type: string | null
  /** `SyncRep`, `relation`, ... */
  wait_event: string | null
  synchronous_standby_names: string
  /** Sessions in whose way it is: `4711 (psql)`, one after another; null when there are none. */
  blockers: string | null
}

/** What a session waits for (PostgreSQL documentation, "pg_stat_activity", "pg_blocking_pids"). */
export function waitOf(pid: number): Statement {
  return {
    text: `SELECT wait_event_type, wait_event,
  current_setting('synchronous_standby_names') AS synchronous_standby_names,
  (SELECT string_agg(format('%s (%s)', b.pid, coalesce(nullif(b.application_name, ''), b.backend_type)), ', ')
    FROM pg_catalog.pg_stat_activity b
    WHERE b.pid = ANY (pg_catalog.pg_blocking_pids(a.pid))) AS blockers
FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1`,
    values: [pid],
  }
}
