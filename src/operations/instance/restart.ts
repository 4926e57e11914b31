import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { planRestart } from './server.js'
import type { RunOptions } from './start.js'

/** Stops and starts PostgreSQL with its satellites; starts it when it was stopped. */
export async function restartInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await operateOn(host, instance, { verb: 'instance restart', dryRun }, async (operation) => {
    host.log.info(`restarting instance ${instance.id}`)
    await operation.apply(await planRestart(host, instance))
  })
}
