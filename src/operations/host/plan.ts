import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { applyInstance } from '../instance/apply.js'
import { concernsOne } from '../instance/every.js'
import { declaresObjects, planObjects, planRoleRemovals } from '../instance/objects.js'
import { operateOn } from '../instance/operation.js'
import { readingWhileRunning } from '../instance/while-running.js'
import {
  failedChange,
  type HostOutcome,
  type PlannedChange,
  type PlannedStep,
  plannedStep,
  shownSettings,
} from './change.js'
import { newObjects, type ObjectChange, objectChanges } from './objects.js'
import type { PreparedInstance } from './prepare.js'
import { planning } from './quiet.js'

export interface PlanHostOptions {
  diff?: boolean
  /** A stopped instance is started for a moment to look into it; without this, what is inside of it is left out, with a warning. */
  startStopped?: boolean
}

const NO_OBJECTS = { roles: [], databases: [], replication_slots: [], hba_records: [] } as const

/** What is to change inside of a stopped instance. */
async function lookInside(
  host: Host,
  planner: Host,
  observed: ObservedInstance,
  desired: InstanceManifest,
): Promise<{ objects: ObjectChange[]; diffs: readonly FileDiff[]; performed: number }> {
  return readingWhileRunning(host, observed, 'plan', async (running) => {
    const objects = await objectChanges(host, running, desired)
    const spec = { verb: 'plan', dryRun: true, diff: true }
    return operateOn(planner, running, spec, async (operation) => {
      await operation.apply(await planObjects(planner, running, desired))
      await operation.apply(await planRoleRemovals(planner, running, desired, true))
      return { objects, diffs: operation.diffs, performed: operation.performed }
    })
  })
}

async function planInstance(
  host: Host,
  item: PreparedInstance,
  unseen: boolean,
  { diff = false, startStopped = false }: PlanHostOptions,
): Promise<{ change: PlannedChange; diffs: readonly FileDiff[] }> {
  const { desired, observed, id, vacated } = item
  const steps: PlannedStep[] = []
  const planner = planning(host, (step) => steps.push(plannedStep(step)))
  const apart =
    startStopped && observed !== undefined && !observed.running && !item.absent && declaresObjects(desired)
  let objects = observed === undefined ? newObjects(desired) : []
  const { result, diffs } = await applyInstance(planner, apart ? { ...desired, ...NO_OBJECTS } : desired, {
    dryRun: true,
    diff,
    vacated,
    primaryUnseen: unseen,
    onObjects: async (running) => {
      objects = await objectChanges(host, running, desired)
    },
  })
  const inside = apart ? await lookInside(host, planner, observed, desired) : undefined
  if (inside !== undefined) objects = inside.objects
  const change = {
    instance: id,
    change_state: result.change_state ?? (inside !== undefined && inside.performed > 0 ? 'changed' : null),
    pending_restart: result.pending_restart,
    settings: shownSettings(item.settings),
    objects,
    error: null,
    steps,
  }
  return { change, diffs: [...diffs, ...(diff && inside !== undefined ? inside.diffs : [])] }
}

/** Whether the primary of a standby that is to be made can't be asked yet: this very plan makes or changes it. */
function primaryUnseen({ observed, primary }: PreparedInstance, planned: readonly PlannedChange[]): boolean {
  const before = planned.find(({ instance }) => instance === primary)
  return observed === undefined && before !== undefined && before.change_state !== null
}

/**
 * What applying the instances of a manifest would do. Changes nothing. One that can't be planned has an error in its
 * outcome, and keeps no other from being planned.
 */
export async function planHost(
  host: Host,
  items: readonly PreparedInstance[],
  options: PlanHostOptions = {},
): Promise<HostOutcome<PlannedChange>> {
  const instances: PlannedChange[] = []
  const diffs: FileDiff[] = []
  for (const item of items) {
    try {
      const planned = await planInstance(host, item, primaryUnseen(item, instances), options)
      instances.push(planned.change)
      diffs.push(...planned.diffs)
    } catch (error) {
      if (!concernsOne(host, error)) throw error
      instances.push({ ...failedChange(item.id, error), steps: [] })
    }
  }
  return { instances, diffs }
}
