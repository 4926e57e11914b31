import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ApplyResult } from '../../models/results.js'
import type { DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { type ChangeOptions, changeObject, changeState } from '../instance/change-object.js'
import { databaseNotFound, observeDatabases } from './observe.js'
import { planDatabases } from './plan.js'

export interface AppliedDatabase {
  readonly result: ApplyResult
  readonly diffs: readonly FileDiff[]
}

/** What `database create`, `alter`, `drop` and `apply` differ in. */
export interface DatabaseChange {
  readonly verb: string
  readonly desired: DatabaseManifest
  /** May refuse what was found; undefined: no such database. */
  check?(observed: DatabaseStateRow | undefined): void
}

/** Looks at one database, and brings it to what is desired. */
export async function changeDatabase(
  host: Host,
  instance: ObservedInstance,
  { verb, desired, check }: DatabaseChange,
  options: ChangeOptions,
): Promise<AppliedDatabase> {
  const changed = await changeObject(host, instance, { verb, request: desired }, options, async (running) => {
    const observed = await observeDatabases(host, running, [desired.name])
    const found = observed.get(desired.name)
    check?.(found)
    return { existed: found !== undefined, plan: await planDatabases(host, running, [desired], observed) }
  })
  return { result: { change_state: changeState(desired, changed), diff: null }, diffs: changed.diffs }
}

/** Refuses to go on without the database. */
export function mustExist({ name }: DatabaseManifest): (observed: DatabaseStateRow | undefined) => void {
  return (observed) => {
    if (observed === undefined) throw databaseNotFound(name)
  }
}
