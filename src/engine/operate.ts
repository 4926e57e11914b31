import { Cancelled, operational } from '../errors/kinds.js'
import type { Engine } from './engine.js'
import { isInterrupted, Journal, type JournalRecord, locksOf, readJournals } from './journal.js'
import { makePrivateDirectory, underLocks } from './locking.js'
import { performerOf, performStep, type StartedStep, settleSteps, undoSteps } from './perform.js'
import type { Plan } from './plan.js'
import { type FileDiff, NothingDone, type StepContext } from './step.js'

/**
 * What happens when a step fails: `undo` what was done (create, configure, start ...), `keep` it as it is
 * (`--no-drop-on-error`), or `collect`: go on and report all errors at the end (stop, drop, uninstall).
 */
export type FailurePolicy = 'undo' | 'keep' | 'collect'

export interface OperationSpec {
  /** The command's words: `instance create`. */
  readonly verb: string
  /** `15/main`, or `site`. */
  readonly object: string
  /** Lock names, taken in this order: `site`, `15-main`. */
  readonly locks: readonly string[]
  readonly onFailure?: FailurePolicy
  /** With what the operation is called again by `pglift recover --resume`. */
  readonly request?: unknown
  /** TCP ports that the operation will take, put in by `claim` at the latest: written to the journal under the site's lock. */
  readonly ports?: readonly number[]
  /** Checks, while nobody else can claim, that the ports and names are free; throws when they are not. */
  readonly claim?: () => Promise<void>
  readonly dryRun?: boolean
  /** Collect file diffs. */
  readonly diff?: boolean
  /** Milliseconds to wait for a lock; 0 fails at once. */
  readonly waitMs?: number
}

/** A running operation. Plans are applied one after another under the same locks and the same journal. */
export interface Operation {
  readonly dryRun: boolean
  /** Steps performed so far (in a dry run: that would be). 0 means that nothing was to do. */
  readonly performed: number
  /** File changes, when asked for. */
  readonly diffs: readonly FileDiff[]
  apply(plan: Plan): Promise<void>
  /** The same for steps that are taken back before the end (starting a server to ask it): they are no change. */
  applyForNow(plan: Plan): Promise<void>
  /** Lets the operation go on, to fail with this error at its end. */
  collect(error: Error): void
}

function newId(object: string): string {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '')
  return `${time}-${process.pid}-${object.replaceAll(/[^A-Za-z0-9_]/g, '-')}`
}

class RunningOperation implements Operation {
  readonly started: StartedStep[] = []
  readonly collected: Error[] = []
  readonly diffs: FileDiff[] = []
  performed = 0
  #forNow = false
  readonly #engine: Engine
  readonly #spec: OperationSpec
  readonly context: StepContext
  readonly journal: Journal

  constructor(engine: Engine, spec: OperationSpec) {
    this.#engine = engine
    this.#spec = spec
    const id = newId(spec.object)
    this.context = { effects: engine.effects, signal: engine.signal, log: engine.log, operationId: id }
    this.journal = new Journal(engine.effects.files, engine.journalDirectory, {
      id,
      verb: spec.verb,
      object: spec.object,
      locks: spec.locks,
      pid: process.pid,
      processStart: engine.effects.processes.startTime(process.pid),
      startedAt: new Date().toISOString(),
      request: spec.request ?? null,
      ports: spec.ports ?? [],
    })
  }

  get dryRun(): boolean {
    return this.#spec.dryRun === true
  }

  /** Makes what the operation is about to take visible to others. */
  open(): void {
    this.journal.open()
  }

  async apply(plan: Plan): Promise<void> {
    // All of them before the first: a plan that can't be done to its end is not begun.
    for (const { kind } of plan.steps) performerOf(this.#engine.performers, kind)
    for (const step of plan.steps) {
      this.#engine.signal.throwIfAborted()
      const { holds, diff } = performerOf(this.#engine.performers, step.kind)
      if (await holds?.(step.args, this.context)) continue
      const change = this.#spec.diff === true ? await diff?.(step.args, this.context) : undefined
      if (change !== undefined) this.diffs.push(change)
      await this.#do(step)
      this.performed += 1
    }
  }

  async applyForNow(plan: Plan): Promise<void> {
    const before = this.performed
    this.#forNow = true
    try {
      await this.apply(plan)
    } finally {
      this.#forNow = false
      this.performed = before
    }
  }

  async #do(step: Plan['steps'][number]): Promise<void> {
    if (this.dryRun) {
      if (!this.#forNow) this.#engine.record?.(this.#spec.object, step)
      const { describe } = performerOf(this.#engine.performers, step.kind)
      const lines = [...(step.title === undefined ? [] : [step.title]), ...(describe?.(step.args) ?? [])]
      for (const line of lines) this.#engine.log.info(line)
      return
    }
    const remember = (started: StartedStep) => void this.started.push(started)
    try {
      await performStep(
        this.started.length,
        step,
        this.context,
        this.#engine.performers,
        this.journal,
        remember,
      )
    } catch (failure) {
      const error = this.#failureOf(failure)
      if (this.#spec.onFailure !== 'collect' || error instanceof Cancelled) throw error
      this.collect(error)
    }
  }

  /** A step that failed without having done anything is not there to be undone. */
  #failureOf(failure: unknown): Error {
    if (!(failure instanceof NothingDone)) return failure as Error
    const step = this.started.pop()
    if (step !== undefined) this.journal.write({ undone: step.index })
    return failure.cause as Error
  }

  collect(error: Error): void {
    this.collected.push(error)
    this.#engine.log.warning(firstLine(error))
  }

  /** From here on nothing is undone any more. */
  markComplete(): void {
    if (this.journal.opened) this.journal.write({ complete: true })
  }

  /** Lets go of what was kept for undo; then fails with what was collected, as one error. */
  async finish(): Promise<void> {
    await settleSteps(this.started, this.context, this.#engine.performers)
    await this.journal.remove()
    if (this.collected.length > 0) throw collectedError(this.#spec, this.collected)
  }

  async fail(error: Error): Promise<void> {
    if (this.started.length === 0) return this.journal.remove()
    if (this.#spec.onFailure === 'keep') {
      this.markComplete()
      return this.finish()
    }
    if (!(error instanceof Cancelled)) this.#engine.log.warning(describe(error, this.#spec))
    // An interrupted operation must still be able to run its undo steps.
    const context = { ...this.context, signal: new AbortController().signal }
    const errors = await undoSteps(this.started, context, this.#engine.performers, (index) =>
      this.journal.write({ undone: index }),
    )
    if (errors.length === 0) return this.journal.remove()
    this.#engine.log.error(
      `not everything could be reverted; see 'pglift recover' (journal ${this.journal.path})`,
    )
  }
}

/** The words of a server that follow it are told once: by the error that the command ends with. */
function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] as string
}

function describe(error: Error, { verb, object }: OperationSpec): string {
  return error.name === 'AbortError' ? `${verb} of ${object} interrupted` : firstLine(error)
}

function collectedError({ verb, object }: OperationSpec, errors: readonly Error[]): Error {
  if (errors.length === 1) return errors[0] as Error
  const lines = errors.map(({ message }) => `- ${message}`)
  return operational(
    'PGLIFT_SEVERAL_FAILED',
    [`${verb} of ${object}: ${errors.length} steps failed:`, ...lines].join('\n'),
  )
}

function holderOf({ verb, object }: OperationSpec): string {
  return `${verb} ${object}`
}

/**
 * Nothing is planned on top of a half-done operation: what exists could be anything, of every instance that it had
 * locked, such as the former one of an upgrade.
 */
async function refuseAfterInterruption(engine: Engine, { object, locks }: OperationSpec): Promise<void> {
  const journals = await readJournals(engine.effects.files, engine.journalDirectory)
  const concerns = ({ header }: JournalRecord) =>
    header.object === object || locksOf(header).some((name) => locks.includes(name))
  const open = journals.find(
    (journal) => concerns(journal) && isInterrupted(journal, engine.effects.processes),
  )
  if (open === undefined) return
  const { verb, startedAt } = open.header
  throw operational(
    'PGLIFT_INTERRUPTED',
    `an earlier '${verb}' of ${open.header.object} was interrupted (${startedAt})`,
    {
      hint: `run 'pglift recover' first`,
    },
  )
}

// Claims are short; a whole creation may be running, but it holds the site's lock only while it claims.
const CLAIM_WAIT_MS = 10_000

async function claim(engine: Engine, spec: OperationSpec, operation: RunningOperation): Promise<void> {
  if (spec.claim === undefined) return
  const request = { names: ['site'], holder: holderOf(spec), waitMs: CLAIM_WAIT_MS }
  await underLocks(engine, request, async () => {
    await spec.claim?.()
    operation.open()
  })
}

/**
 * Runs one operation: locks, journal, undo. `body` observes, plans and applies, as often as it needs; what it answers
 * is answered. In a dry run nothing is locked, journaled or performed.
 *
 * Errors: those of the body, after the started steps were undone as `onFailure` says; `PGLIFT_LOCKED`; and
 * `PGLIFT_INTERRUPTED` when an earlier operation on the same object was killed and not recovered.
 */
export async function operate<T>(
  engine: Engine,
  spec: OperationSpec,
  body: (operation: Operation) => Promise<T>,
): Promise<T> {
  const operation = new RunningOperation(engine, spec)
  if (spec.dryRun === true) {
    await refuseAfterInterruption(engine, spec)
    await spec.claim?.()
    return body(operation)
  }
  const request = { names: spec.locks, holder: holderOf(spec), waitMs: spec.waitMs }
  return underLocks(engine, request, async () => {
    await makePrivateDirectory(engine.effects.files, engine.journalDirectory)
    const result = await orUndone(engine, operation, async () => {
      await refuseAfterInterruption(engine, spec)
      await claim(engine, spec, operation)
      const answer = await body(operation)
      operation.markComplete()
      return answer
    })
    await operation.finish()
    return result
  })
}

/** What failed is what the user needs to know, even when the undoing fails, too: its journal stays for `pglift recover`. */
async function orUndone<T>({ log }: Engine, operation: RunningOperation, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await operation.fail(error as Error).catch(({ message }: Error) => log.error(message))
    throw error
  }
}
