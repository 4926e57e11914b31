import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { startSatellites } from './satellites.js'
import { startPlans } from './server.js'

export interface RunOptions {
  dryRun?: boolean
  /** After an upgrade: the instance is new to the service manager. */
  purpose?: 'start' | 'upgrade'
}

/**
 * Starts PostgreSQL and its satellites. Already running: a warning, and satellites are looked after. PostgreSQL runs on
 * when one of these does not start.
 */
export async function startInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false, purpose = 'start' }: RunOptions = {},
): Promise<void> {
  await operateOn(host, instance, { verb: 'instance start', dryRun }, async (operation) => {
    if (instance.running) host.log.warning(`instance ${instance.id} is already started`)
    const { server, satellites } = await startPlans(host, instance, purpose)
    await operation.apply(server)
    await startSatellites(host, operation, satellites)
  })
}
