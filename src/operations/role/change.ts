import type { Operation } from '../../engine/operate.js'
import type { FileDiff } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeState, RoleApplyResult } from '../../models/results.js'
import type { RoleManifest } from '../../models/role.js'
import { operateOn } from '../instance/operation.js'
import { whileRunning } from '../instance/while-running.js'
import { hasPassfileEntry } from './get.js'
import { type ObservedRole, observeRoles } from './observe.js'
import { planRoles } from './plan.js'
import { existingRole, requirePrimary } from './require.js'
import { roleView } from './view.js'

export interface RoleOptions {
  dryRun?: boolean
  diff?: boolean
}

type Observed = ReadonlyMap<string, ObservedRole>

interface Changed {
  readonly before: ObservedRole | undefined
  readonly performed: number
  readonly diffs: readonly FileDiff[]
}

async function performedBy(operation: Operation, work: () => Promise<void>): Promise<number> {
  const before = operation.performed
  await work()
  return operation.performed - before
}

/** Brings one role to what its manifest says; `check` may refuse what was found. */
async function changeRole(
  host: Host,
  instance: ObservedInstance,
  verb: string,
  desired: (observed: Observed) => Promise<RoleManifest> | RoleManifest,
  names: readonly string[],
  { dryRun = false, diff = false }: RoleOptions,
): Promise<Changed> {
  requirePrimary(instance)
  return operateOn(host, instance, { verb, dryRun, diff }, (operation) =>
    whileRunning(host, operation, instance, async (running) => {
      const observed = await observeRoles(host, running, names)
      const role = await desired(observed)
      const performed = await performedBy(operation, async () =>
        operation.apply(await planRoles(host, running, [role], observed, { dryRun })),
      )
      return { before: observed.get(role.name), performed, diffs: operation.diffs }
    }),
  )
}

/** Makes a role. Fails with `PGLIFT_ROLE_EXISTS` when there is one of that name. */
export async function createRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: RoleOptions = {},
): Promise<void> {
  const { name } = manifest
  const absent = (observed: Observed) => {
    if (!observed.has(name)) return manifest
    throw operational('PGLIFT_ROLE_EXISTS', 'role already exists', {
      hint: `see 'pglift role -i ${instance.id} get ${name}'`,
    })
  }
  await changeRole(host, instance, 'role create', absent, [name], options)
}

/**
 * Changes a role that exists; `manifest` makes the whole manifest from the role as it is, so that what isn't given stays.
 * Fails with `PGLIFT_ROLE_NOT_FOUND`.
 */
export async function alterRole(
  host: Host,
  instance: ObservedInstance,
  name: string,
  manifest: (present: ObservedRole) => Promise<RoleManifest>,
  options: RoleOptions = {},
): Promise<void> {
  const desired = (observed: Observed) => manifest(existingRole(observed, name))
  await changeRole(host, instance, 'role alter', desired, [name], options)
}

/** Drops a role, and what it owns as the manifest says. Fails with `PGLIFT_ROLE_NOT_FOUND`. */
export async function dropRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: RoleOptions = {},
): Promise<void> {
  const { name } = manifest
  const present = (observed: Observed) => {
    existingRole(observed, name)
    return manifest
  }
  await changeRole(host, instance, 'role drop', present, [name], options)
}

function changeState({ state }: RoleManifest, { before, performed }: Changed, dryRun: boolean): ChangeState {
  if (performed === 0 || dryRun) return null
  if (state === 'absent') return 'dropped'
  return before === undefined ? 'created' : 'changed'
}

/** Creates, alters or drops a role, whichever makes it what the manifest says. Nothing to do: one query, no write. */
export async function applyRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: RoleOptions = {},
): Promise<{ result: RoleApplyResult; diffs: readonly FileDiff[] }> {
  const changed = await changeRole(host, instance, 'role apply', () => manifest, [manifest.name], options)
  // The server is told of a changed pg_hba.conf by the operation itself: nothing is left pending.
  const state = changeState(manifest, changed, options.dryRun === true)
  return { result: { change_state: state, diff: null, pending_reload: false }, diffs: changed.diffs }
}

/** The manifest that leaves a role as it is: for `alter`, which changes what its options say. */
export async function presentManifest(
  host: Host,
  instance: ObservedInstance,
  role: ObservedRole,
): Promise<Record<string, unknown>> {
  const { validity: _, has_password, memberships, hba_records, ...attributes } = roleView(role, [])
  return { ...attributes, pgpass: (await hasPassfileEntry(host, instance, role.name)) === true }
}
