import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { planReload } from './server.js'
import type { RunOptions } from './start.js'

/** Makes PostgreSQL read its configuration files again. Fails when it does not run. */
export async function reloadInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  if (!instance.running)
    throw operational('PGLIFT_NOT_RUNNING', `instance ${instance.id} is not running`, {
      hint: `start it with 'pglift instance start ${instance.id}'`,
    })
  await operateOn(host, instance, { verb: 'instance reload', dryRun }, async (operation) =>
    operation.apply(await planReload(host, instance)),
  )
}
