import { diffConf } from './diff.js'
import type { Conf, ConfValue } from './value.js'

/** Parameters that initdb writes: in an instance that pglift did not make they are its own, wherever they come from. */
const INITDB_WRITES: ReadonlySet<string> = new Set([
  'max_connections',
  'autovacuum_worker_slots',
  'shared_buffers',
  'dynamic_shared_memory_type',
  'max_wal_size',
  'min_wal_size',
  'log_timezone',
  'datestyle',
  'timezone',
  'lc_messages',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'default_text_search_config',
  'password_encryption',
  'log_file_mode',
  'unix_socket_directories',
  'port',
])

/**
 * The entries, but for the port, that postgresql.conf has when nobody sets anything: those of the copy that was kept of
 * initdb's file; without a copy, those of `active` that initdb is known to write.
 */
export function initialEntries(kept: Conf | undefined, active: Conf): Conf {
  const written = ([name]: readonly [string, unknown]) => INITDB_WRITES.has(name)
  const { port: _, ...entries } = kept ?? Object.fromEntries(Object.entries(active).filter(written))
  return entries
}

/**
 * Edits after which a file that came from elsewhere has the wanted entries and initdb's, and no others; `edits` are what
 * is known to be wanted or not.
 */
export function replacingEdits(
  active: Conf,
  initial: Conf,
  edits: Readonly<Record<string, ConfValue | null>>,
): Record<string, ConfValue | null> {
  const wanted = Object.fromEntries(
    Object.entries({ ...initial, ...edits }).filter(
      (entry): entry is [string, ConfValue] => entry[1] !== null,
    ),
  )
  const changes = Object.entries(diffConf(active, wanted)).map(([name, [, value]]) => [name, value] as const)
  return { ...Object.fromEntries(changes), ...edits }
}
