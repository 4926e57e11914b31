import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { reachable } from './changes.js'
import { declaresContent, NEW_DATABASE, observeContent } from './content.js'
import type { ObservedDatabases } from './observe.js'
import { alteringTitle, planAlteration, planChange } from './plan-change.js'
import { planCreation, planFill } from './plan-creation.js'

export interface PlanOptions {
  /** The instance is made by this very plan: its server does not run yet, and only initdb's databases will be there. */
  fresh?: boolean
}

/** What initdb makes, besides template0. */
const INITIAL = new Set(['postgres', 'template1'])

async function contentOf(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
): Promise<DatabaseContentRow> {
  if (!declaresContent(desired)) return NEW_DATABASE
  return observeContent(await host.sessions.to(instance, desired.name))
}

async function planPresent(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  observed: DatabaseStateRow | undefined,
  fresh: boolean,
): Promise<Plan> {
  if (fresh && INITIAL.has(desired.name)) {
    const state = { owner: host.settings.postgresql.surole.name, settings: [] }
    const title = alteringTitle(instance, desired.name)
    return planAlteration(instance, desired, state, { title, isNew: true }).append(
      planFill(instance, desired),
    )
  }
  if (observed === undefined) return planCreation(host, instance, desired, fresh)
  return planChange(instance, desired, observed, await contentOf(host, instance, desired))
}

/** The step that drops a database. */
export function planDrop(
  instance: ObservedInstance,
  { name, force_drop: force }: Pick<DatabaseManifest, 'name' | 'force_drop'>,
): Plan {
  return new Plan().step(
    'database.drop',
    { instance: reachable(instance), name, force },
    { title: `dropping '${name}' database` },
  )
}

/**
 * Steps that bring databases to what manifests declare; others are left alone. `observed` is the answer of
 * `observeDatabases` for their names. Asks each existing database that declares something inside of it one query.
 */
export async function planDatabases(
  host: Host,
  instance: ObservedInstance,
  desired: readonly DatabaseManifest[],
  observed: ObservedDatabases,
  { fresh = false }: PlanOptions = {},
): Promise<Plan> {
  const plan = new Plan()
  for (const database of desired) {
    const found = observed.get(database.name)
    if (database.state !== 'absent') plan.append(await planPresent(host, instance, database, found, fresh))
    else if (found !== undefined) plan.append(planDrop(instance, database))
  }
  return plan
}
