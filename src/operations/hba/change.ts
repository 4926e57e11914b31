import type { Plan } from '../../engine/plan.js'
import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import { operateOn } from '../instance/operation.js'
import { planHbaEdit, planHbaReload } from './plan.js'
import type { HbaEdit } from './text.js'

export interface HbaOptions {
  dryRun?: boolean
  diff?: boolean
}

export interface HbaOutcome {
  readonly changed: boolean
  readonly diffs: readonly FileDiff[]
}

/** Steps for a change of pg_hba.conf by the user: the edit, and for a running server its check and reload. */
async function planChange(
  host: Host,
  instance: ObservedInstance,
  edit: HbaEdit,
  title: string,
): Promise<Plan> {
  const plan = await planHbaEdit(host, instance, edit, title)
  if (plan.steps.length === 0 || !instance.running) return plan
  return plan.append(await planHbaReload(host, instance))
}

async function changeHba(
  host: Host,
  instance: ObservedInstance,
  verb: string,
  { edit, title }: { edit: HbaEdit; title: string },
  options: HbaOptions,
): Promise<HbaOutcome> {
  return operateOn(host, instance, { verb, ...options }, async (operation) => {
    const plan = await planChange(host, instance, edit, title)
    await operation.apply(plan)
    return { changed: plan.steps.length > 0, diffs: operation.diffs }
  })
}

/** Appends a record to pg_hba.conf, unless it is there, and makes a running server take it over. */
export async function addHbaRecord(
  host: Host,
  instance: ObservedInstance,
  record: HbaRecord,
  options: HbaOptions = {},
): Promise<HbaOutcome> {
  const change = { edit: { add: [record] }, title: 'entry added to HBA configuration' }
  const outcome = await changeHba(host, instance, 'pghba add', change, options)
  if (!outcome.changed) host.log.info('entry already present in HBA configuration')
  return outcome
}

/** Removes a record from pg_hba.conf. One that isn't there is logged as an error and changes nothing. */
export async function removeHbaRecord(
  host: Host,
  instance: ObservedInstance,
  record: HbaRecord,
  options: HbaOptions = {},
): Promise<HbaOutcome> {
  const change = { edit: { remove: [record] }, title: 'entry removed from HBA configuration' }
  const outcome = await changeHba(host, instance, 'pghba remove', change, options)
  if (!outcome.changed) host.log.error('entry not found in HBA configuration')
  return outcome
}
