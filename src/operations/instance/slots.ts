import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ReplicationSlot } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import {
  createPhysicalSlot,
  dropReplicationSlot,
  listPhysicalSlots,
  type SlotRow,
} from '../../postgresql/sql/replication.js'
import { sqlTask, toStep } from '../steps/sql.js'

/** Names of the physical slots of a running instance. */
export async function observeSlots(host: Host, instance: ObservedInstance): Promise<ReadonlySet<string>> {
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<SlotRow>(listPhysicalSlots().text)
  return new Set(rows.map(({ name }) => name))
}

/** Steps that create and drop the physical slots that are not as desired; others are left alone. */
export function planSlots(
  instance: ObservedInstance,
  desired: readonly ReplicationSlot[],
  existing: ReadonlySet<string>,
): Plan {
  const plan = new Plan()
  for (const { name, state } of desired) {
    if ((state === 'present') === existing.has(name)) continue
    const create = state === 'present'
    const title = `${create ? 'creating' : 'dropping'} replication slot '${name}'`
    const statement = create ? createPhysicalSlot(name) : dropReplicationSlot(name)
    const undo = create ? { undo: [toStep(dropReplicationSlot(name))] } : {}
    plan.step('sql.execute', {
      instance: reachable(instance),
      dbname: 'postgres',
      tasks: [sqlTask(title, [statement])],
      ...undo,
    })
  }
  return plan
}
