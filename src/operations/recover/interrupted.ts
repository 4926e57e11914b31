import type { JournalRecord } from '../../engine/journal.js'
import { startedSteps } from '../../engine/perform.js'
import { canRollBack, interruptedOperations } from '../../engine/recover.js'
import { usage } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'

/** What the user wants; without a wish each operation gets what suits it. */
export type Wish = 'rollback' | 'resume' | undefined

/** What is done about an interrupted operation: clean up after its last step, undo it, or do it again to its end. */
export type Remedy = 'finish' | 'rollback' | 'resume'

/**
 * What suits an interrupted operation. Undoing that was begun goes on; without a wish, undoing comes first, and what
 * can't be undone any more is done to its end.
 */
export function remedyFor(
  journal: Pick<JournalRecord, 'complete' | 'steps'>,
  undoable: boolean,
  wish: Wish,
): Remedy {
  if (journal.complete) return 'finish'
  if (journal.steps.some((step) => step?.undone)) return 'rollback'
  return wish ?? (undoable ? 'rollback' : 'resume')
}

/** Whether all that may have happened can be undone; not when the component that did it is gone. */
export function isUndoable(host: Host, journal: JournalRecord): boolean {
  try {
    return canRollBack(journal, host.engine)
  } catch {
    return false
  }
}

/** `main` matches `15/main`. */
function concerns(name: string, { header: { object } }: JournalRecord): boolean {
  return object === name || object.endsWith(`/${name}`)
}

/** The interrupted operations on these instances (or `site`), or all. A name without one is a usage error. */
export async function selectInterrupted(host: Host, names: readonly string[]): Promise<JournalRecord[]> {
  const all = await interruptedOperations(host.engine)
  if (names.length === 0) return all
  for (const name of names)
    if (!all.some((journal) => concerns(name, journal)))
      throw usage('PGLIFT_NOT_INTERRUPTED', `no interrupted operation on '${name}'`, {
        param: '[INSTANCE]...',
      })
  return all.filter((journal) => names.some((name) => concerns(name, journal)))
}

/** One line: what it was, when, by whom, how far it had come. */
export function describeInterrupted({ header, steps }: JournalRecord): string {
  const started = startedSteps(steps).length
  const done = steps.filter((step) => step?.done && !step.undone).length
  const { verb, object, startedAt, pid } = header
  return `operation '${verb}' on ${object}, begun ${startedAt} by process ${pid}, was interrupted: ${done} of ${started} started steps done`
}
