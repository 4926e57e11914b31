import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { declaresContent, NEW_DATABASE, observeContent } from './content.js'
import { warnOfLocale } from './locale.js'
import { expectedDatabase, type ObservedDatabases } from './observe.js'
import { planChange, planUnseenChange } from './plan-change.js'
import { planCreation } from './plan-creation.js'

export interface PlanOptions {
  /** The instance is made by this very plan: its server does not run yet; initdb's databases and those `observed` will be there. */
  fresh?: boolean
}

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
  if (observed === undefined) return planCreation(host, instance, desired, fresh)
  if (fresh) return planUnseenChange(instance, desired, observed)
  warnOfLocale(host, desired, observed)
  return planChange(instance, desired, observed, await contentOf(host, instance, desired))
}

/** What initdb makes, besides template0, as far as a manifest can change it. */
function initialDatabases({ settings }: Host): Map<string, DatabaseStateRow> {
  const { name: surole } = settings.postgresql.surole
  const database = (name: string) =>
    expectedDatabase({ name, owner: null, locale: null, tablespace: null }, surole)
  return new Map(['postgres', 'template1'].map((name) => [name, database(name)]))
}

/** The step that drops a database. */
function planDrop(
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
  const known = fresh ? new Map([...initialDatabases(host), ...observed]) : observed
  for (const database of desired) {
    const found = known.get(database.name)
    if (database.state !== 'absent') plan.append(await planPresent(host, instance, database, found, fresh))
    else if (found !== undefined) plan.append(planDrop(instance, database))
  }
  return plan
}
