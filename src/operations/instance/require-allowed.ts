import type { InstanceVerbEvent } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Fails when a component forbids the verb for the instance. */
export async function requireAllowed(
  { hooks }: Host,
  instance: ObservedInstance,
  verb: InstanceVerbEvent['verb'],
): Promise<void> {
  await hooks.instanceVerb.promise({ instance, verb })
}
