import type { JournalRecord } from '../../engine/journal.js'
import { operate } from '../../engine/operate.js'
import { close, rollBack } from '../../engine/recover.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { observeInstance } from '../instance/observe.js'
import { whileRunning } from '../instance/while-running.js'
import {
  describeInterrupted,
  isUndoable,
  type Remedy,
  remedyFor,
  selectInterrupted,
  type Wish,
} from './interrupted.js'
import { instanceIn, resume } from './resume.js'

/** One interrupted operation and what was done about it. */
export interface Recovered {
  readonly operation: string
  readonly object: string
  readonly started_at: string
  readonly pid: number
  /** Titles, or kinds, of the steps that had been started, in order. */
  readonly steps: readonly string[]
  readonly outcome: 'finished' | 'rolled back' | 'resumed' | 'failed'
  /** Why it failed. */
  readonly errors: readonly string[]
}

export interface RecoverOptions {
  wish?: Wish
  dryRun?: boolean
}

const OUTCOME = { finish: 'finished', rollback: 'rolled back', resume: 'resumed' } as const

/** Undoing SQL needs a server, which may have been stopped since, by a reboot for example. */
async function rollBackOnServer(host: Host, journal: JournalRecord): Promise<Error[]> {
  const errors = await rollBack(host.engine, journal)
  const instance = instanceIn(host, journal)
  const unreachable = errors.some((error) => (error as { code?: string }).code === 'PGLIFT_CONNECT')
  const found =
    unreachable && instance !== undefined ? await observeInstance(host.effects, instance) : undefined
  if (found === undefined || found.running) return errors
  const spec = { verb: 'recover', object: `recovery of ${found.id}`, locks: [] }
  return operate(host.engine, spec, (operation) =>
    whileRunning(host, operation, found, () => rollBack(host.engine, journal)),
  )
}

async function remedy(host: Host, journal: JournalRecord, chosen: Remedy): Promise<Error[]> {
  const { verb, object } = journal.header
  if (chosen === 'finish') return close(host.engine, journal).then(() => [])
  if (chosen === 'resume') return resume(host, journal).then(() => [])
  if (isUndoable(host, journal)) return rollBackOnServer(host, journal)
  throw operational('PGLIFT_NOT_UNDOABLE', `not all of '${verb}' on ${object} can be undone`, {
    hint: `run 'pglift recover --resume ${object}' to do it to its end`,
  })
}

async function recoverOne(host: Host, journal: JournalRecord, options: RecoverOptions): Promise<Recovered> {
  const { verb, object, startedAt, pid } = journal.header
  host.log.info(describeInterrupted(journal))
  const chosen = remedyFor(journal, isUndoable(host, journal), options.wish)
  const errors =
    options.dryRun === true
      ? []
      : await remedy(host, journal, chosen).catch((error: unknown) => [error as Error])
  if (errors.length === 0) host.log.info(`'${verb}' on ${object}: ${OUTCOME[chosen]}`)
  for (const { message } of errors) host.log.error(message)
  return {
    operation: verb,
    object,
    started_at: startedAt,
    pid,
    steps: journal.steps.flatMap((step) => (step === undefined ? [] : [step.title ?? step.kind])),
    outcome: errors.length === 0 ? OUTCOME[chosen] : 'failed',
    errors: errors.map(({ message }) => message),
  }
}

/**
 * Recovers interrupted operations, all or those on the named instances, oldest first: each is undone, or done to its
 * end. One that fails does not keep the others from being recovered. Repeatable.
 */
export async function recover(
  host: Host,
  names: readonly string[],
  options: RecoverOptions = {},
): Promise<Recovered[]> {
  const journals = await selectInterrupted(host, names)
  if (journals.length === 0) host.log.info('no operation was interrupted')
  const recovered: Recovered[] = []
  for (const journal of journals) recovered.push(await recoverOne(host, journal, options))
  return recovered
}
