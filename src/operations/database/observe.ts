import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type DatabaseStateRow, describeDatabases } from '../../postgresql/sql/database-queries.js'

/** What the cluster's catalogues know of its databases, by name. */
export type ObservedDatabases = ReadonlyMap<string, DatabaseStateRow>

/**
 * Looks at databases of a running instance: all (but template0), or those named, of which those that don't exist
 * aren't in the answer. One query, whatever their number.
 */
export async function observeDatabases(
  host: Host,
  instance: ObservedInstance,
  names?: readonly string[],
): Promise<ObservedDatabases> {
  const { text, values } = describeDatabases(names === undefined ? {} : { names })
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<DatabaseStateRow>(text, values)
  return new Map(rows.map((row) => [row.name, row]))
}

/** A database as its creation will leave it: for plans that go on from there. Settings are taken for unknown. */
export function expectedDatabase(
  { name, owner, locale, tablespace }: Pick<DatabaseManifest, 'name' | 'owner' | 'locale' | 'tablespace'>,
  surole: string,
): DatabaseStateRow {
  return {
    name,
    owner: owner ?? surole,
    encoding: '',
    locale,
    tablespace: tablespace ?? 'pg_default',
    settings: [],
    is_template: false,
    allows_connections: true,
  }
}

/** The error for a database that isn't there. */
export function databaseNotFound(name: string): Error {
  return operational('PGLIFT_DATABASE_NOT_FOUND', `database '${name}' not found`, {
    hint: "see 'pglift database list'",
  })
}

/** Fails for the first of `names` that isn't among the databases. */
export function requireDatabases(databases: ReadonlyMap<string, unknown>, names: readonly string[]): void {
  const missing = names.find((name) => !databases.has(name))
  if (missing !== undefined) throw databaseNotFound(missing)
}
