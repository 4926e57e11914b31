import type { Plan } from '../../engine/plan.js'
import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { HbaEdit } from '../../postgresql/hba/edit.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { operateOn } from '../instance/operation.js'
import { planHbaEdit, planHbaReload } from './plan.js'

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

/** Edits pg_hba.conf, and makes a running server take it over: `pghba add` and `remove`. */
export async function changeHba(
  host: Host,
  instance: ObservedInstance,
  verb: string,
  change: { edit: HbaEdit; title: string },
  options: ChangeOptions,
): Promise<HbaOutcome> {
  return operateOn(host, instance, { verb, request: change, ...options }, async (operation) => {
    const plan = await planChange(host, instance, change.edit, change.title)
    await operation.apply(plan)
    return { changed: plan.steps.length > 0, diffs: operation.diffs }
  })
}
