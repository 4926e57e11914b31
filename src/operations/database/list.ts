import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseListItem } from '../../models/results.js'
import { listDatabases as query } from '../../postgresql/sql/database-queries.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { observeDatabases, requireDatabases } from './observe.js'

export interface Selection {
  /** Only these; all when empty. */
  readonly names?: readonly string[]
  readonly excluded?: readonly string[]
}

/** Databases with their sizes in bytes, by name, without template0. Fails for a name asked for that isn't there. */
export function listDatabases(
  host: Host,
  instance: ObservedInstance,
  { names = [], excluded = [] }: Selection = {},
): Promise<DatabaseListItem[]> {
  return readingWhileRunning(host, instance, 'database list', async (running) => {
    const { text, values } = query({ excluded, ...(names.length === 0 ? {} : { names }) })
    const session = await host.sessions.to(running)
    const { rows } = await session.query<DatabaseListItem>(text, values)
    const asked = names.filter((name) => !excluded.includes(name))
    requireDatabases(new Map(rows.map((row) => [row.name, row])), asked)
    return rows
  })
}

/** Names of the databases that can be connected to, for shell completion; none of an instance that does not run. */
export async function listDatabaseNames(host: Host, instance: ObservedInstance): Promise<string[]> {
  if (!instance.running) return []
  const databases = await observeDatabases(host, instance)
  return [...databases.values()].filter((row) => row.allows_connections).map(({ name }) => name)
}
