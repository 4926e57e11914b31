import { Plan } from '../../engine/plan.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { sqlTask, toStep } from '../steps/sql.js'
import { databaseAlteration } from './alter.js'
import { type Change, reachable, split } from './changes.js'
import { contentChanges } from './content.js'

/** The message that announces changes of a database. */
export function alteringTitle(instance: ObservedInstance, name: string): string {
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

/** Steps for a database that is there; none when it is as declared. `content`: what is inside of it. */
export function planChange(
  instance: ObservedInstance,
  desired: DatabaseManifest,
  observed: DatabaseStateRow,
  content: DatabaseContentRow,
): Plan {
  const { name, tablespace } = desired
  const title = alteringTitle(instance, name)
  const plan = new Plan()
  const nextTitle = () => (plan.steps.length === 0 ? title : undefined)
  if (tablespace !== null && tablespace !== observed.tablespace) {
    const move = { instance: reachable(instance), name, tablespace, former: observed.tablespace }
    plan.step('database.tablespace', move, { title })
  }
  plan.append(planAlteration(instance, desired, observed, { title: nextTitle(), isNew: false }))
  const changes = contentChanges(desired, content, desired.owner ?? observed.owner)
  return plan.append(planContent(instance, name, changes, nextTitle()))
}
