import { operational } from '../errors/kinds.js'
import type { Journal, JournaledStep } from './journal.js'
import type { Performer, Performers, Step, StepContext } from './step.js'

/** A step that was started, with what it takes to undo it. */
export interface StartedStep {
  readonly index: number
  readonly step: Pick<Step, 'kind' | 'title' | 'args'>
  readonly record: unknown
}

/** The performer of a kind; fails when the component that brought it is not installed any more. */
export function performerOf(performers: Performers, kind: string): Performer {
  const found = performers[kind]
  if (found === undefined)
    throw operational('PGLIFT_STEP_UNKNOWN', `no component here knows how to do '${kind}'`, {
      hint: 'install the component that began this operation, then run the command again',
    })
  return found as Performer
}

/** Journals, performs and journals again. The step counts as started from before its first effect. */
export async function performStep(
  index: number,
  step: Step,
  context: StepContext,
  performers: Performers,
  journal: Journal,
  onStart: (started: StartedStep) => void,
): Promise<void> {
  const { do: perform, prepare, keep } = performerOf(performers, step.kind)
  const record = (await prepare?.(step.args, context)) ?? null
  const title = step.title === undefined ? {} : { title: step.title }
  journal.write({ start: index, kind: step.kind, ...title, args: step.args, record })
  onStart({ index, step, record })
  if (step.title !== undefined) context.log.info(step.title)
  await keep?.(step.args, record, context)
  await perform(step.args, context)
  journal.write({ done: index })
}

/**
 * Undoes started steps, last first. A step that can't be undone, or whose undoing fails, stops nobody: the others are
 * still undone, and the errors are answered.
 */
export async function undoSteps(
  started: readonly StartedStep[],
  context: StepContext,
  performers: Performers,
  onUndone: (index: number) => void,
): Promise<Error[]> {
  const errors: Error[] = []
  const noteUndone = (index: number) => {
    try {
      onUndone(index)
    } catch (error) {
      // A full disk must not keep the rest from being undone; undoing is repeatable, so the note can be missed.
      context.log.debug(`could not journal: ${(error as Error).message}`)
    }
  }
  for (const { index, step, record } of started.toReversed()) {
    try {
      const { undo, undoable } = performerOf(performers, step.kind)
      if (undo === undefined || undoable?.(step.args) === false) {
        if (step.title !== undefined) context.log.warning(`can't be reverted: ${step.title}`)
        continue
      }
      if (step.title !== undefined) context.log.warning(`reverting: ${step.title}`)
      await undo(step.args, record, context)
      noteUndone(index)
    } catch (error) {
      errors.push(error as Error)
      context.log.warning(`could not revert ${step.title ?? step.kind}: ${(error as Error).message}`)
    }
  }
  return errors
}

/** Lets go of what was kept for undo. */
export async function settleSteps(
  started: readonly StartedStep[],
  context: StepContext,
  performers: Performers,
): Promise<void> {
  for (const { step, record } of started)
    await performerOf(performers, step.kind).settle?.(step.args, record, context)
}

/** The steps of an interrupted operation that may have left something behind, in the order they were started. */
export function startedSteps(steps: readonly JournaledStep[]): StartedStep[] {
  return steps.flatMap((step, index) =>
    step === undefined || step.undone ? [] : [{ index, step, record: step.record }],
  )
}
