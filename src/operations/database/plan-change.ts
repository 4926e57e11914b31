import { Plan } from '../../engine/plan.js'
import { reachable } from '../../host/sessions.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { sqlTask, toStep } from '../steps/sql.js'
import { databaseAlteration } from './alteration.js'
import { contentChanges, declaresContent } from './content.js'
import { type Change, split } from './content-change.js'

/** The message that announces changes of a database. */
function alteringTitle(instance: ObservedInstance, name: string): string {
  return `altering '${name}' database on instance ${instance.id}`
}

/** Owner and settings; `undo` is left to an earlier step when the database, or all of the instance, is new. */
export function planAlteration(
  instance: ObservedInstance,
  desired: DatabaseManifest,
  observed: Pick<DatabaseStateRow, 'owner' | 'settings'>,
  { title, isNew }: { title?: string; isNew: boolean },
): Plan {
  const { statements, undo } = databaseAlteration(desired, observed)
  const plan = new Plan()
  if (statements.length === 0) return plan
  const tasks = [sqlTask(undefined, statements)]
  const args = {
    instance: reachable(instance),
    dbname: 'postgres',
    tasks,
    undo: isNew ? [] : undo.map(toStep),
    reopens: desired.name,
  }
  return plan.step('sql.execute', args, { title })
}

function planContent(
  instance: ObservedInstance,
  dbname: string,
  changes: readonly Change[],
  title: string | undefined,
): Plan {
  const plan = new Plan()
  const { revocable, final } = split(changes)
  const target = { instance: reachable(instance), dbname }
  const tasks = (of: readonly Change[]) => of.map(({ task }) => task)
  if (revocable.length > 0) {
    const undo = revocable.toReversed().flatMap((change) => change.undo?.map(toStep) ?? [])
    plan.step('sql.execute', { ...target, tasks: tasks(revocable), undo }, { title })
  }
  if (final.length === 0) return plan
  const announced = revocable.length > 0 ? undefined : title
  return plan.step('sql.execute', { ...target, tasks: tasks(final) }, { title: announced })
}

/** Makes what is declared inside of a database that nobody can look into yet. */
export function planFill(instance: ObservedInstance, desired: DatabaseManifest): Plan {
  const plan = new Plan()
  if (!declaresContent(desired)) return plan
  const { name, owner, schemas, extensions, publications, subscriptions } = desired
  const content = { name, schemas, extensions, publications, subscriptions }
  return plan.step('database.fill', { instance: reachable(instance), name, content, owner })
}

function planTablespace(
  instance: ObservedInstance,
  { name, tablespace }: DatabaseManifest,
  { tablespace: former }: DatabaseStateRow,
): Plan {
  const plan = new Plan()
  if (tablespace === null || tablespace === former) return plan
  const move = { instance: reachable(instance), name, tablespace, former }
  return plan.step('database.tablespace', move, { title: alteringTitle(instance, name) })
}

/** Steps for a database that is there; none when it is as declared. `content`: what is inside of it. */
export function planChange(
  instance: ObservedInstance,
  desired: DatabaseManifest,
  observed: DatabaseStateRow,
  content: DatabaseContentRow,
): Plan {
  const plan = planTablespace(instance, desired, observed)
  const title = alteringTitle(instance, desired.name)
  const nextTitle = () => (plan.steps.length === 0 ? title : undefined)
  plan.append(planAlteration(instance, desired, observed, { title: nextTitle(), isNew: false }))
  const changes = contentChanges(desired, content, desired.owner ?? observed.owner)
  return plan.append(planContent(instance, desired.name, changes, nextTitle()))
}

/** The same for a database that an earlier step of the plan makes, into which nobody can look yet. */
export function planUnseenChange(
  instance: ObservedInstance,
  desired: DatabaseManifest,
  expected: DatabaseStateRow,
): Plan {
  const plan = planTablespace(instance, desired, expected)
  const title = plan.steps.length === 0 ? alteringTitle(instance, desired.name) : undefined
  return plan
    .append(planAlteration(instance, desired, expected, { title, isNew: true }))
    .append(planFill(instance, desired))
}
