import { join } from 'node:path'
import type { Host } from '../../host/host.js'
import type { Instance } from '../../models/instance-identity.js'
import type { DatabaseDump } from '../../models/results.js'
import { dumpId, parseDumpName } from './dump-name.js'

function byNameAndDate(one: DatabaseDump, other: DatabaseDump): number {
  if (one.dbname !== other.dbname) return one.dbname < other.dbname ? -1 : 1
  return Date.parse(one.date) - Date.parse(other.date)
}

/**
 * Dumps in the instance's dumps directory, of the databases named or of all, by database and date. Only files called as
 * the default `dump_commands` call them are known.
 */
export async function listDumps(
  { effects }: Pick<Host, 'effects'>,
  { dumpsDirectory }: Pick<Instance, 'dumpsDirectory'>,
  names: readonly string[] = [],
): Promise<DatabaseDump[]> {
  const files = await effects.files.list(dumpsDirectory)
  return files
    .flatMap((file) => {
      const found = parseDumpName(file)
      if (found === undefined || (names.length > 0 && !names.includes(found.dbname))) return []
      return [{ id: dumpId(found.dbname, found.date), ...found, path: join(dumpsDirectory, file) }]
    })
    .sort(byNameAndDate)
}
