import { Plan } from '../../engine/plan.js'
import { usage } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from '../instance/operation.js'
import { requireRunning } from '../instance/require-running.js'
import { whileRunning } from '../instance/while-running.js'
import { clientAccess } from './client-access.js'
import { dumpDate } from './dump-name.js'
import { observeDatabases, requireDatabases } from './observe.js'

export interface DumpOptions {
  /** Where to put the dump; the instance's dumps directory by default. It must exist. */
  output?: string
  dryRun?: boolean
}

async function requireDirectory({ effects }: Host, path: string): Promise<void> {
  const found = await effects.files.realPath(path)
  const kind = found === undefined ? undefined : (await effects.files.status(found))?.kind
  if (kind === 'directory') return
  const problem = kind === undefined ? 'does not exist' : 'is a file'
  throw usage('PGLIFT_USAGE_VALUE', `Directory '${path}' ${problem}.`, { param: '-o / --output' })
}

/** Steps that dump a database with the site's `dump_commands`; the dumps directory is made when it is missing. */
async function planDump(
  host: Host,
  instance: ObservedInstance,
  dbname: string,
  output: string | undefined,
  now: Date,
): Promise<Plan> {
  const { conninfo, password } = await clientAccess(host, instance, dbname)
  const plan = new Plan()
  if (output === undefined) plan.directory(instance.dumpsDirectory, 0o700)
  return plan.step(
    'database.dump',
    {
      commands: host.settings.postgresql.dump_commands,
      variables: { bindir: instance.bindir, dbname, date: dumpDate(now), conninfo },
      directory: output ?? instance.dumpsDirectory,
      ...(password === undefined ? {} : { password }),
    },
    { title: `backing up database '${dbname}' on instance ${instance.id}` },
  )
}

/** Dumps a database. The dump appears, under its name, when it is whole. Fails when there is no such database. */
export async function dumpDatabase(
  host: Host,
  instance: ObservedInstance,
  dbname: string,
  { output, dryRun = false }: DumpOptions = {},
): Promise<void> {
  if (output !== undefined) await requireDirectory(host, output)
  if (dryRun) requireRunning(instance)
  await operateOn(
    host,
    instance,
    { verb: 'database dump', dryRun, request: { dbname, output } },
    (operation) =>
      whileRunning(host, operation, instance, async (running) => {
        requireDatabases(await observeDatabases(host, running, [dbname]), [dbname])
        await operation.apply(await planDump(host, running, dbname, output, new Date()))
      }),
  )
}
