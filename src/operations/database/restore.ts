import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseDump } from '../../models/results.js'
import { operateOn } from '../instance/operation.js'
import { requirePrimary } from '../instance/require-primary.js'
import { requireRunning } from '../instance/require-running.js'
import { whileRunning } from '../instance/while-running.js'
import { clientAccess } from './client-access.js'
import { listDumps } from './dumps.js'
import { observeDatabases, requireDatabases } from './observe.js'

export interface RestoreOptions {
  /** An existing database to restore into; without one, the dump creates the database that it is of. */
  target?: string
  dryRun?: boolean
}

async function findDump(host: Host, instance: ObservedInstance, id: string): Promise<DatabaseDump> {
  const found = (await listDumps(host, instance)).find((dump) => dump.id === id)
  if (found !== undefined) return found
  throw operational('PGLIFT_DUMP_NOT_FOUND', `dump '${id}' not found`, {
    hint: `see 'pglift database dumps'; dumps of ${instance.id} are in ${instance.dumpsDirectory}`,
  })
}

/** Steps that restore a dump with the site's `restore_commands`. */
async function planRestore(
  host: Host,
  instance: ObservedInstance,
  { dbname, date }: DatabaseDump,
  target: string | undefined,
): Promise<Plan> {
  const { conninfo, password } = await clientAccess(host, instance, target ?? 'postgres')
  const { bindir, dumpsDirectory: path } = instance
  const into = target === undefined ? '' : ` into '${target}'`
  return new Plan().step(
    'database.restore',
    {
      instance: reachable(instance),
      commands: host.settings.postgresql.restore_commands,
      variables: { bindir, path, dbname, date, conninfo },
      ...(target === undefined ? { creates: dbname } : {}),
      ...(password === undefined ? {} : { password }),
    },
    { title: `restoring dump for '${dbname}' on instance ${instance.id}${into}` },
  )
}

async function checkTarget(
  host: Host,
  instance: ObservedInstance,
  dbname: string,
  target: string | undefined,
): Promise<void> {
  const databases = await observeDatabases(host, instance, [target ?? dbname])
  if (target !== undefined) return requireDatabases(databases, [target])
  if (databases.has(dbname))
    throw operational('PGLIFT_DATABASE_EXISTS', `database '${dbname}' already exists`, {
      hint: 'drop it first, or name another database to restore into',
    })
}

/**
 * Restores a dump, by its id, into the database that it creates, or into the one named. Fails when there is no such
 * dump, when the database to create exists, or when the one named doesn't.
 */
export async function restoreDump(
  host: Host,
  instance: ObservedInstance,
  id: string,
  { target, dryRun = false }: RestoreOptions = {},
): Promise<void> {
  requirePrimary(instance)
  if (dryRun) requireRunning(instance)
  const dump = await findDump(host, instance, id)
  await operateOn(host, instance, { verb: 'database restore', dryRun }, (operation) =>
    whileRunning(host, operation, instance, async (running) => {
      await checkTarget(host, running, dump.dbname, target)
      await operation.apply(await planRestore(host, running, dump, target))
    }),
  )
}
