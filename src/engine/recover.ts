import type { Engine } from './engine.js'
import {
  isInterrupted,
  type JournalRecord,
  locksOf,
  noteUndone,
  readJournal,
  readJournals,
} from './journal.js'
import { underLocks } from './locking.js'
import { performerOf, settleSteps, startedSteps, undoSteps } from './perform.js'
import type { StepContext } from './step.js'

/** A killed pglift's locks go with its children, which may take a moment. */
const LOCK_WAIT_MS = 5000

/** Operations whose process died before their end, oldest first. Reads only. */
export async function interruptedOperations(
  engine: Pick<Engine, 'effects' | 'journalDirectory'>,
): Promise<JournalRecord[]> {
  const journals = await readJournals(engine.effects.files, engine.journalDirectory)
  return journals.filter((journal) => isInterrupted(journal, engine.effects.processes))
}

/** Whether every step that may have happened can be undone. */
export function canRollBack({ steps }: JournalRecord, { performers }: Pick<Engine, 'performers'>): boolean {
  return startedSteps(steps).every(({ step }) => {
    const { undo, undoable } = performerOf(performers, step.kind)
    return undo !== undefined && undoable?.(step.args) !== false
  })
}

function contextOf(engine: Engine, { header }: JournalRecord): StepContext {
  return { effects: engine.effects, signal: engine.signal, log: engine.log, operationId: header.id }
}

/**
 * Works on an interrupted operation under the locks that it had. `work` gets the journal as it is by then; answers
 * `undefined` when somebody else has recovered it meanwhile.
 */
async function withJournal<T>(
  engine: Engine,
  { header, path }: JournalRecord,
  work: (journal: JournalRecord) => Promise<T>,
): Promise<T | undefined> {
  const request = { names: locksOf(header), holder: `recover ${header.object}`, waitMs: LOCK_WAIT_MS }
  return underLocks(engine, request, async () => {
    const journal = await readJournal(engine.effects.files, path)
    return journal === undefined ? undefined : await work(journal)
  })
}

/**
 * Undoes an interrupted operation, last step first, and closes its journal. Repeatable: a recovery that is killed is
 * taken up again. Answers the errors of steps that could not be undone; the journal stays open then.
 */
export async function rollBack(engine: Engine, interrupted: JournalRecord): Promise<Error[]> {
  const errors = await withJournal(engine, interrupted, async (journal) => {
    const { files } = engine.effects
    const errors = await undoSteps(
      startedSteps(journal.steps),
      contextOf(engine, journal),
      engine.performers,
      (index) => noteUndone(files, journal, index),
    )
    if (errors.length === 0) await files.removeFile(journal.path)
    return errors
  })
  return errors ?? []
}

/** Closes the journal of an operation that is done, or that is about to be done again, keeping all its work. */
export async function close(engine: Engine, interrupted: JournalRecord): Promise<void> {
  await withJournal(engine, interrupted, async (journal) => {
    await settleSteps(startedSteps(journal.steps), contextOf(engine, journal), engine.performers)
    await engine.effects.files.removeFile(journal.path)
  })
}
