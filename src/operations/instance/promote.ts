import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { operateOn } from './operation.js'
import { requireAllowed } from './require-allowed.js'
import { startedEvent } from './server.js'
import type { RunOptions } from './start.js'

/**
 * Steps that make a primary of a running standby: by the component that manages it, else by the host. `fresh`: the
 * standby is made by the same plan, with which it goes when a step fails.
 */
export async function planPromotion(
  host: Host,
  instance: ObservedInstance,
  { fresh = false }: { fresh?: boolean } = {},
): Promise<Plan> {
  const plan = new Plan()
  const event = startedEvent(host, instance, 'alter', plan)
  if ((await host.hooks.instancePromote.promise(event)) !== true)
    plan.step(
      'postgresql.promote',
      { instance: reachable(instance), datadir: instance.datadir, ...(fresh ? { fresh } : {}) },
      { title: 'promoting PostgreSQL instance' },
    )
  await host.hooks.instancePromoted.promise(event)
  return plan
}

function requirePromotable({ id, standby, running }: ObservedInstance): void {
  if (standby === null) throw operational('PGLIFT_NOT_STANDBY', `${id} is not a standby`)
  if (running) return
  throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running`, {
    hint: `start it with 'pglift instance start ${id}': only a running standby has replayed its WAL`,
  })
}

/**
 * Promotes a standby: it replays what WAL it has received, and takes writes when this returns. Fails with
 * `PGLIFT_NOT_STANDBY` on a primary and `PGLIFT_NOT_RUNNING` when it is stopped.
 */
export async function promoteInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await requireAllowed(host, instance, 'promote')
  requirePromotable(instance)
  await promote(host, instance, { dryRun })
}

/** Goes on with an interrupted promotion; PostgreSQL may have ended its own part of it. */
export async function finishPromotion(host: Host, instance: ObservedInstance): Promise<void> {
  if (instance.standby !== null) requirePromotable(instance)
  await promote(host, instance)
}

function promote(host: Host, instance: ObservedInstance, { dryRun = false }: RunOptions = {}): Promise<void> {
  const spec = { verb: 'instance promote', dryRun, request: {} }
  return operateOn(host, instance, spec, async (operation) =>
    operation.apply(await planPromotion(host, instance)),
  )
}
