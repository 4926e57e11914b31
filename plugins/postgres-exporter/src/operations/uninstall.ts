import { componentSession, type Host, operations, Plan } from '@pglift/sdk'
import { planRemoval } from '../plan.js'
import type { ExporterSettings } from '../settings.js'
import { findExporter, refuseLocal } from './find.js'

/** Stops and removes the exporter of a remote server; a warning, and false, when there is none. */
export async function uninstallExporter(
  host: Host,
  name: string,
  { verb, dryRun }: { verb: string; dryRun: boolean },
): Promise<boolean> {
  const session = componentSession<ExporterSettings>(host, 'postgres-exporter')
  await refuseLocal(session, name)
  const found = await findExporter(session, name)
  if (found === undefined) {
    host.log.warning(`no postgres_exporter service '${name}' found`)
    return false
  }
  const { operateOn } = await operations()
  host.log.info(`dropping postgres_exporter service '${name}'`)
  await operateOn(host, found.locked, { verb, dryRun, onFailure: 'collect' }, async (operation) => {
    const plan = new Plan()
    await planRemoval(session, plan, found.exporter)
    await operation.apply(plan)
  })
  return true
}
