import { dirname } from 'node:path'
import { operate } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'

/** Readable for the group: log files are, by `log_file_mode`, where an administrator wants them to be. */
const LOG_DIRECTORY_MODE = 0o740

/** Directories that programs of other users go through, to a socket for example. */
const SHARED_MODE = 0o755

/** Steps that make the site: what the components want, then the directories that all instances share. */
export async function planSiteInstall(host: Host): Promise<Plan> {
  const plan = new Plan()
  const { postgresql, run_prefix } = host.settings
  const { logpath, socket_directory } = postgresql
  await host.hooks.siteInstall.promise({
    plan,
    confirm: (question, byDefault) => host.ask.confirm(question, byDefault),
  })
  if (`${socket_directory}/`.startsWith(`${run_prefix}/`)) plan.directory(socket_directory, SHARED_MODE)
  if (logpath !== null)
    plan
      .directory(dirname(logpath), SHARED_MODE)
      .directory(logpath, LOG_DIRECTORY_MODE, { title: 'creating postgresql log directory' })
  return plan
}

/** `site-configure install`: makes what is missing of the site, and leaves what is there as it is. */
export async function installSite(host: Host, { dryRun = false } = {}): Promise<void> {
  const spec = { verb: 'site-configure install', object: 'site', locks: ['site'], dryRun }
  await operate(host.engine, spec, async (operation) => operation.apply(await planSiteInstall(host)))
}
