import type { ReplicaCommand } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import { selfContained } from '../../host/own-program.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance } from '../../models/instance-identity.js'

/** How a replica of the instance can be made from a backup, by the components that keep some. */
export async function replicaCommands(
  { hooks, services }: Host,
  instance: Instance,
  desired: InstanceManifest,
): Promise<readonly ReplicaCommand[]> {
  const commands: ReplicaCommand[] = []
  const program = selfContained(services.program)
  await hooks.replicaCommands.promise({ instance, desired, program, commands })
  return commands
}
