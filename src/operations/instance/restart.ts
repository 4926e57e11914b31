import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { requireStartable } from './rehearse.js'
import { startSatellites } from './satellites.js'
import { restartPlans } from './server.js'
import type { RunOptions } from './start.js'

/**
 * Stops and starts PostgreSQL with its satellites; starts it when it was stopped. It runs on when one of these does not
 * start, and, unstopped, when PostgreSQL itself would not start again (`PGLIFT_CONF_REFUSED`).
 */
export async function restartInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await operateOn(host, instance, { verb: 'instance restart', dryRun }, async (operation) => {
    host.log.info(`restarting instance ${instance.id}`)
    if (instance.running && !dryRun) await requireStartable(host, instance)
    const { server, satellites } = await restartPlans(host, instance, { alone: true })
    await operation.apply(server)
    await startSatellites(host, operation, satellites)
  })
}
