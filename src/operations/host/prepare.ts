import { hostname } from 'node:os'
import { type Fault, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ConfChanges } from '../../postgresql/conf/diff.js'
import { checkChanged, checkNew, requirePrograms } from '../instance/checks.js'
import { type Configuration, resolveConfiguration } from '../instance/configuration.js'
import { programsFor } from '../instance/create.js'
import { inOrder, type Ordered, primaryOf, vacatedPorts } from './order.js'
import { quietly } from './quiet.js'
import { type DesiredInstance, faultsOfError, readHost } from './read.js'

/** An instance of a manifest, checked against the host, in its turn. */
export interface PreparedInstance extends DesiredInstance, Ordered {
  /** Settings that will change, of an instance that exists. */
  readonly settings: ConfChanges
  /** Ports that others leave before it is its turn. */
  readonly vacated: readonly number[]
  /** The instance of the same manifest that it follows. */
  readonly primary: string | undefined
}

type Resolved = DesiredInstance & Ordered & { readonly configuration: Configuration | undefined }

async function resolve(host: Host, item: DesiredInstance): Promise<Resolved> {
  const { desired, instance, observed } = item
  const absent = desired.state === 'absent'
  const conninfo = desired.standby?.primary_conninfo ?? observed?.standby?.primaryConninfo
  const common = { ...item, id: instance.id, absent, presentPort: observed?.port, conninfo }
  if (absent) return { ...common, wantedPort: undefined, configuration: undefined }
  const purpose = observed === undefined ? 'create' : 'alter'
  const request = { instance, desired, purpose, ...(observed === undefined ? {} : { observed }) } as const
  const configuration = await resolveConfiguration(host, request)
  return { ...common, wantedPort: configuration.port, configuration }
}

async function check(host: Host, item: Resolved, vacated: readonly number[]): Promise<void> {
  const { desired, instance, observed, configuration } = item
  if (configuration === undefined) return
  if (observed !== undefined) return checkChanged(host, observed, desired, configuration, vacated)
  await requirePrograms(host, instance, programsFor(desired))
  await checkNew(host, instance, desired, configuration, { vacated })
}

/** Two instances of a manifest can't both run on one port: a new one runs once, even if it is to be stopped. */
function sharedPorts(items: readonly Resolved[]): Fault[] {
  const runs = ({ absent, desired }: Resolved) => !absent && desired.state !== 'stopped'
  const starts = (item: Resolved) => runs(item) || (!item.absent && item.observed === undefined)
  return items.flatMap((item, index) => {
    const { loc, id, wantedPort, desired } = item
    if (!starts(item)) return []
    const other = items.find((each, place) => place < index && runs(each) && each.wantedPort === wantedPort)
    if (other === undefined) return []
    const msg = `Value error, port ${wantedPort} is also that of ${other.id}`
    return id === other.id ? [] : [{ type: 'value_error', loc: [...loc, 'port'], msg, input: desired.port }]
  })
}

/** Faults of all instances together: `work` on each of them. */
async function collecting<T extends DesiredInstance, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const faults: Fault[] = []
  for (const item of items) {
    try {
      results.push(await work(item))
    } catch (error) {
      faults.push(...faultsOfError(item, error, 'settings'))
    }
  }
  if (faults.length > 0) throw new ValidationError('Host', faults)
  return results
}

/** What changes of the settings of an instance that exists; on creation all of them are new. */
function settingsChanges({ observed, configuration }: Resolved): ConfChanges {
  return observed === undefined || configuration === undefined ? {} : configuration.changes
}

/**
 * Reads a manifest and looks at the host: its instances, in the order in which they are to be worked off. Changes nothing.
 *
 * @throws ValidationError with the faults of all instances, each at its path, those that only the host can tell included.
 */
export async function prepareHost(
  host: Host,
  documents: readonly Readonly<Record<string, unknown>>[],
): Promise<PreparedInstance[]> {
  const quiet = quietly(host)
  const read = await readHost(quiet, documents)
  const resolved = await collecting(read, (item) => resolve(quiet, item))
  const faults = sharedPorts(resolved)
  if (faults.length > 0) throw new ValidationError('Host', faults)
  const names = [hostname()]
  await collecting(resolved, (item) => check(quiet, item, vacatedPorts(item, resolved)))
  return inOrder(resolved, names).map((item) => ({
    ...item,
    settings: settingsChanges(item),
    vacated: vacatedPorts(item, resolved),
    primary: primaryOf(item, resolved, names)?.id,
  }))
}
