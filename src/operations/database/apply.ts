import type { FileDiff } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ApplyResult, ChangeState } from '../../models/results.js'
import type { DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { operateOn } from '../instance/operation.js'
import { whileRunning } from '../instance/while-running.js'
import { requirePrimary } from '../role/require.js'
import { databaseNotFound, observeDatabases } from './observe.js'
import { planDatabases } from './plan.js'

export interface DatabaseOptions {
  dryRun?: boolean
  diff?: boolean
}

export interface AppliedDatabase {
  readonly result: ApplyResult
  readonly diffs: readonly FileDiff[]
}

/** Fails in a dry run of a stopped instance, which is not started only to be looked at. */
export function requireObservable({ id, running }: ObservedInstance): void {
  if (!running)
    throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running: a dry run can't look into it`, {
      hint: `run 'pglift instance start ${id}' first`,
    })
}

type Check = (observed: DatabaseStateRow | undefined) => void

function stateOf(desired: DatabaseManifest, existed: boolean): Exclude<ChangeState, null> {
  if (desired.state === 'absent') return 'dropped'
  return existed ? 'changed' : 'created'
}

/** Looks at one database, plans and applies; `check` may refuse what it finds. */
async function bring(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  verb: string,
  { dryRun = false, diff = false }: DatabaseOptions,
  check: Check,
): Promise<AppliedDatabase> {
  requirePrimary(instance)
  const spec = { verb, dryRun, diff, request: desired }
  return operateOn(host, instance, spec, (operation) =>
    whileRunning(host, operation, instance, async (running) => {
      requireObservable(running)
      const observed = await observeDatabases(host, running, [desired.name])
      check(observed.get(desired.name))
      const before = operation.performed // a temporary start counts too, but is no change
      await operation.apply(await planDatabases(host, running, [desired], observed))
      const changed = operation.performed > before && !dryRun
      const state = stateOf(desired, observed.has(desired.name))
      return { result: { change_state: changed ? state : null, diff: null }, diffs: operation.diffs }
    }),
  )
}

/** Creates, changes or drops a database, whichever makes it what the manifest says. Nothing to do: nothing is written. */
export function applyDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: DatabaseOptions = {},
): Promise<AppliedDatabase> {
  return bring(host, instance, desired, 'database apply', options, () => undefined)
}

/** Creates a database with all that is declared inside of it, or nothing. Fails when it exists. */
export function createDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: DatabaseOptions = {},
): Promise<AppliedDatabase> {
  return bring(host, instance, desired, 'database create', options, (observed) => {
    if (observed !== undefined)
      throw operational('PGLIFT_DATABASE_EXISTS', 'database already exists', {
        hint: `see 'pglift database get ${desired.name}'; 'pglift database alter' changes it`,
      })
  })
}

/** Changes only what the manifest states of a database that exists. */
export function alterDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: DatabaseOptions = {},
): Promise<AppliedDatabase> {
  return bring(host, instance, desired, 'database alter', options, required(desired))
}

/** Drops a database, for good. Fails when it doesn't exist, and when someone is connected unless `force_drop`. */
export function dropDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: DatabaseOptions = {},
): Promise<AppliedDatabase> {
  return bring(host, instance, { ...desired, state: 'absent' }, 'database drop', options, required(desired))
}

function required({ name }: DatabaseManifest): Check {
  return (observed) => {
    if (observed === undefined) throw databaseNotFound(name)
  }
}
