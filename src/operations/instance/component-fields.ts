import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** The fields of the manifest that components have in an instance that exists. */
export async function componentFields(
  { hooks, instanceModel }: Host,
  instance: ObservedInstance,
): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  await hooks.instanceDescribe.promise({ instance, fields })
  const known = instanceModel.schema.properties ?? {}
  return Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(known, name)))
}
