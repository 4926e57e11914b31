import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import { applyInstance } from '../instance/apply.js'
import { concernsOne } from '../instance/every.js'
import { observeInstance } from '../instance/observe.js'
import { failedChange, type HostOutcome, type InstanceChange, shownSettings } from './change.js'
import { newObjects, objectChanges } from './objects.js'
import type { PreparedInstance } from './prepare.js'

async function applyOne(
  host: Host,
  item: PreparedInstance,
  diff: boolean,
): Promise<{ change: InstanceChange; diffs: readonly FileDiff[] }> {
  const { desired, id } = item
  let objects = item.observed === undefined ? newObjects(desired) : []
  const { result, diffs } = await applyInstance(host, desired, {
    diff,
    onObjects: async (running) => {
      objects = await objectChanges(host, running, desired)
    },
  })
  const { change_state, pending_restart } = result
  // Whether a new member of a cluster leads or follows is only known now.
  if (change_state === 'created' && (await observeInstance(host.effects, item.instance))?.standby != null)
    objects = []
  const settings = shownSettings(item.settings)
  return { change: { instance: id, change_state, pending_restart, settings, objects, error: null }, diffs }
}

function skipped(host: Host, { id }: PreparedInstance, primary: string): InstanceChange {
  const message = `nothing was done: its primary ${primary} could not be brought to what the manifest says`
  host.log.error(`${id}: ${message}`)
  return failedChange(id, { code: 'PGLIFT_PRIMARY_FAILED', message })
}

/**
 * Brings the instances of a manifest to what it says, one after another. One that fails is undone, and keeps none from its
 * turn but its own standbys; its error is logged and part of the outcome.
 */
export async function applyHost(
  host: Host,
  items: readonly PreparedInstance[],
  { diff = false }: { diff?: boolean } = {},
): Promise<HostOutcome> {
  const instances: InstanceChange[] = []
  const diffs: FileDiff[] = []
  const failed = new Set<string>()
  for (const item of items) {
    if (item.primary !== undefined && failed.has(item.primary)) {
      failed.add(item.id)
      instances.push(skipped(host, item, item.primary))
      continue
    }
    try {
      const applied = await applyOne(host, item, diff)
      instances.push(applied.change)
      diffs.push(...applied.diffs)
    } catch (error) {
      if (!concernsOne(host, error)) throw error
      host.log.error(`${item.id}: ${error.message}`)
      failed.add(item.id)
      instances.push(failedChange(item.id, error))
    }
  }
  return { instances, diffs }
}
