import type { ManagedPart } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import { inputsOf } from '../../models/inputs.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** What components tell of an instance that exists. */
export interface Described {
  /** Their fields, output-only ones included. */
  readonly fields: Record<string, unknown>
  readonly managed: ReadonlySet<ManagedPart>
}

/** Asks the components. */
export async function describedByComponents(
  { hooks }: Pick<Host, 'hooks'>,
  instance: ObservedInstance,
): Promise<Described> {
  const described = { fields: {}, managed: new Set<ManagedPart>() }
  await hooks.instanceDescribe.promise({ instance, ...described })
  return described
}

/** The fields of the manifest that components have in an instance that exists. */
export async function componentFields(
  host: Pick<Host, 'hooks' | 'instanceModel'>,
  instance: ObservedInstance,
): Promise<Record<string, unknown>> {
  const { fields } = await describedByComponents(host, instance)
  const { schema } = host.instanceModel
  const known = Object.entries(fields).filter(([name]) => Object.hasOwn(schema.properties ?? {}, name))
  return inputsOf(schema, Object.fromEntries(known)) as Record<string, unknown>
}
