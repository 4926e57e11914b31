import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { planStop } from './server.js'
import type { RunOptions } from './start.js'

/** Stops PostgreSQL (fast) and its satellites, all of them although one fails. Already stopped: a warning. */
export async function stopInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await operateOn(
    host,
    instance,
    { verb: 'instance stop', onFailure: 'collect', dryRun },
    async (operation) => {
      if (!instance.running) host.log.warning(`instance ${instance.id} is already stopped`)
      await operation.apply(await planStop(host, instance, 'stop'))
    },
  )
}
