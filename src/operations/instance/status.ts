import type { StatusLine } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** PostgreSQL first, then a line for every satellite. */
export async function instanceStatus(host: Host, instance: ObservedInstance): Promise<StatusLine[]> {
  const lines: StatusLine[] = [{ service: 'PostgreSQL', running: instance.running }]
  await host.hooks.instanceStatus.promise({ instance, lines })
  return lines
}
