import { operate } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import { Cancelled } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { listInstances } from '../instance/list.js'

/** Instances outlive their site only by mistake. */
async function agreed(host: Host): Promise<void> {
  const instances = await listInstances(host)
  if (instances.length === 0) return
  const ids = instances.map(({ version, name }) => `${version}/${name}`).join(', ')
  host.log.warning(`there are instances on this site: ${ids}`)
  if (await host.ask.confirm('Uninstall the site configuration all the same?', false)) return
  throw new Cancelled()
}

/** Steps that remove the site: what the components made, then the directories that all instances share. */
export async function planSiteUninstall(host: Host): Promise<Plan> {
  const plan = new Plan()
  const { postgresql, run_prefix } = host.settings
  const { logpath, socket_directory } = postgresql
  await host.hooks.siteUninstall.promise({
    plan,
    confirm: (question, byDefault) => host.ask.confirm(question, byDefault),
  })
  if (logpath !== null) plan.removeSiteDirectory(logpath, { title: 'deleting postgresql log directory' })
  if (`${socket_directory}/`.startsWith(`${run_prefix}/`)) plan.removeDirectory(socket_directory)
  return plan
}

/** `site-configure uninstall`: removes what `install` made; asks first while there are instances. */
export async function uninstallSite(host: Host, { dryRun = false } = {}): Promise<void> {
  await agreed(host)
  const spec = { verb: 'site-configure uninstall', object: 'site', locks: ['site'], dryRun }
  await operate(host.engine, { ...spec, onFailure: 'collect' }, async (operation) => {
    await operation.apply(await planSiteUninstall(host))
    for (const error of host.componentErrors.splice(0)) operation.collect(error)
  })
}
