import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { planStart } from './server.js'

export interface RunOptions {
  dryRun?: boolean
}

/** Starts PostgreSQL and its satellites. Already running: a warning, and satellites are looked after. */
export async function startInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await operateOn(host, instance, { verb: 'instance start', dryRun }, async (operation) => {
    if (instance.running) host.log.warning(`instance ${instance.id} is already started`)
    await operation.apply(await planStart(host, instance, 'start'))
  })
}
