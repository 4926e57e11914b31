import type { OperationSpec } from '../../engine/operate.js'
import type { Plan } from '../../engine/plan.js'
import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeState } from '../../models/results.js'
import { operateOn } from './operation.js'
import { requirePrimary } from './require-primary.js'
import { requireRunning } from './require-running.js'
import { whileRunning } from './while-running.js'

export interface ChangeOptions {
  dryRun?: boolean
  diff?: boolean
}

export interface ObjectChange {
  /** The object was there before. */
  readonly existed: boolean
  readonly changed: boolean
  readonly diffs: readonly FileDiff[]
}

interface Planned {
  readonly existed: boolean
  readonly plan: Plan
}

/**
 * Looks at one object of an instance (a role, a database), and does what `plan` makes of it. Fails on a standby, and in
 * a dry run when the instance is stopped.
 */
export async function changeObject(
  host: Host,
  instance: ObservedInstance,
  spec: Pick<OperationSpec, 'verb' | 'request'>,
  { dryRun = false, diff = false }: ChangeOptions,
  plan: (running: ObservedInstance) => Promise<Planned>,
): Promise<ObjectChange> {
  requirePrimary(instance)
  if (dryRun) requireRunning(instance)
  return operateOn(host, instance, { ...spec, dryRun, diff }, (operation) =>
    whileRunning(host, operation, instance, async (running) => {
      const planned = await plan(running)
      const before = operation.performed // a temporary start counts too, but is no change
      await operation.apply(planned.plan)
      const changed = operation.performed > before && !dryRun
      return { existed: planned.existed, changed, diffs: operation.diffs }
    }),
  )
}

/** What applying a manifest did to its object, as `apply -o json` says it. */
export function changeState(
  { state }: { readonly state: 'present' | 'absent' },
  { changed, existed }: ObjectChange,
): ChangeState {
  if (!changed) return null
  if (state === 'absent') return 'dropped'
  return existed ? 'changed' : 'created'
}
