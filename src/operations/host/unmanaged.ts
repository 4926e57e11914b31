import type { Host } from '../../host/host.js'
import type { ComposedInstance } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { observeDatabases } from '../database/observe.js'
import { describedByComponents } from '../instance/component-fields.js'
import { listInstances } from '../instance/list.js'
import { requiredObjects } from '../instance/objects.js'
import { observeSlots } from '../instance/slots.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { observeRoles } from '../role/observe.js'
import type { PreparedInstance } from './prepare.js'

/** What is there and no manifest names. A manifest does not have to name everything: this is no difference. */
export interface Unmanaged {
  /** `instance`, `role`, `database`, `replication_slot` */
  readonly type: string
  readonly name: string
  /** The instance that it is in; null for an instance. */
  readonly instance: string | null
}

const INITIAL = ['postgres', 'template1']

function others(
  type: string,
  instance: string,
  names: Iterable<string>,
  known: readonly string[],
): Unmanaged[] {
  return [...names].filter((name) => !known.includes(name)).map((name) => ({ type, name, instance }))
}

const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

/** What initdb, the site and the components bring is known. */
async function unmanagedIn(
  host: Host,
  running: ObservedInstance,
  desired: ComposedInstance,
): Promise<Unmanaged[]> {
  const { id } = running
  const required = await requiredObjects(host, running, desired)
  const { name: surole } = host.settings.postgresql.surole
  const roles = [surole, ...namesOf(required.roles), ...namesOf(desired.roles)]
  const databases = [...INITIAL, ...namesOf(required.databases), ...namesOf(desired.databases)]
  const { managed } = await describedByComponents(host, running)
  const slots = managed.has('replication') ? [] : await observeSlots(host, running)
  return [
    ...others('role', id, (await observeRoles(host, running)).keys(), roles),
    ...others('database', id, (await observeDatabases(host, running)).keys(), databases),
    ...others('replication_slot', id, slots, namesOf(desired.replication_slots)),
  ]
}

/** Instances that the manifest does not name, and roles, databases and slots in those that it names. */
export async function unmanaged(host: Host, items: readonly PreparedInstance[]): Promise<Unmanaged[]> {
  const found: Unmanaged[] = (await listInstances(host))
    .map(({ version, name }) => `${version}/${name}`)
    .filter((id) => !items.some((item) => item.id === id))
    .map((name) => ({ type: 'instance', name, instance: null }))
  for (const { observed, desired, absent } of items) {
    if (observed === undefined || absent || observed.standby !== null) continue
    found.push(
      ...(await readingWhileRunning(host, observed, 'diff', (running) =>
        unmanagedIn(host, running, desired),
      )),
    )
  }
  return found
}
