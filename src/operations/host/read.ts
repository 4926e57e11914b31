import { type Fault, type PgliftError, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { faultsAt, type HostItem, hostItems } from '../../models/host.js'
import type { ComposedInstance } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { checkManifest } from '../instance/apply.js'
import { instanceOf } from '../instance/create.js'
import { observeInstance } from '../instance/observe.js'

/** One instance of a manifest, valid, beside what there is of it. */
export interface DesiredInstance {
  /** Where it stands in the manifest. */
  readonly loc: HostItem['loc']
  readonly desired: ComposedInstance
  readonly instance: Instance
  readonly observed: ObservedInstance | undefined
}

/** What an error says of an instance as a fault of its manifest; anything unforeseen is thrown. */
export function faultsOfError(item: Pick<HostItem, 'loc'>, error: unknown, field: string): Fault[] {
  const { kind, message } = error as PgliftError
  const faults = (error as Partial<ValidationError>).faults
  if (faults !== undefined) return faultsAt(item, faults)
  if (kind !== 'operational') throw error
  return [{ type: 'value_error', loc: [...item.loc, field], msg: `Value error, ${message}` }]
}

async function read(host: Host, { loc, value }: HostItem): Promise<DesiredInstance> {
  const desired = (await checkManifest(host, value)) as ComposedInstance
  const instance = instanceOf(host, desired)
  return { loc, desired, instance, observed: await observeInstance(host.effects, instance) }
}

/** An instance may stand in a manifest once only, whatever the document. */
function duplicates(items: readonly DesiredInstance[]): Fault[] {
  return items.flatMap(({ loc, instance, desired }, index) => {
    const first = items.findIndex(({ instance: { id } }) => id === instance.id)
    if (first === index) return []
    const msg = `Value error, instance ${instance.id} is given more than once`
    return [{ type: 'value_error', loc: [...loc, 'name'], msg, input: desired.name }]
  })
}

/**
 * The instances of the documents of a manifest, in their order.
 *
 * @throws ValidationError with the faults of all of them, each at its path.
 */
export async function readHost(
  host: Host,
  documents: readonly Readonly<Record<string, unknown>>[],
): Promise<DesiredInstance[]> {
  const items: DesiredInstance[] = []
  const faults: Fault[] = []
  for (const item of hostItems(documents)) {
    try {
      items.push(await read(host, item))
    } catch (error) {
      faults.push(...faultsOfError(item, error, 'version'))
    }
  }
  faults.push(...duplicates(items))
  if (faults.length > 0) throw new ValidationError('Host', faults)
  return items
}
