import { awaitReady, operational, type Readiness, type StepContext } from '@pglift/sdk'
import { logSizes, ownLogs } from './own-logs.js'
import type { ManagedUnit } from './steps/enablement.js'
import { type Manager, systemctl } from './systemctl.js'
import { unitJournal } from './unit-journal.js'
import { hasEnded, unitState } from './unit-state.js'

/** A service, or a timer, as its unit. */
export interface RunnableUnit extends ManagedUnit {
  /** As messages call it: `PostgreSQL 15-main`. */
  readonly title: string
  readonly ready?: Readiness
  /** File that names the logs that it writes by itself. */
  readonly logFiles?: string
  /** It comes to an end by itself: one that was stopped is not begun again when all is undone. */
  readonly ends?: true
}

/** What there was when it was started. */
interface Before {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly logSizes: ReadonlyMap<string, number>
}

/** It failed, with what it said; whatever systemd does to bring it back is ended, as nobody waits for it any more. */
async function failure(
  { unit, title, logFiles, user, sudo }: RunnableUnit,
  problem: string,
  before: Before,
  { effects, log }: StepContext,
): Promise<Error> {
  const manager: Manager = { user, sudo }
  await systemctl(['stop', unit], manager, effects).catch(({ message }: Error) => log.warning(message))
  const { text, hint } = await unitJournal(unit, before.time, manager, effects)
  const said = [text, ...(await ownLogs(logFiles, before.logSizes, effects))].filter((part) => part !== '')
  const message = `${title} could not be started: ${problem}\n${said.join('\n')}`.trimEnd()
  return operational('PGLIFT_SERVICE_START', message, { hint })
}

/** Starts or restarts a unit and waits until it is ready. Fails with `PGLIFT_SERVICE_START` and what it said. */
export async function launch(
  verb: 'restart' | 'start',
  args: RunnableUnit,
  context: StepContext,
): Promise<void> {
  const { unit, ready, logFiles, user, sudo } = args
  const manager: Manager = { user, sudo }
  const { effects, signal } = context
  // Having failed too often lately is no reason not to try when somebody asks for it.
  if ((await unitState(unit, manager, effects)).active === 'failed')
    await systemctl(['reset-failed', unit], manager, effects)
  const before = { time: Date.now(), logSizes: await logSizes(logFiles, effects) }
  try {
    await systemctl([verb, unit], manager, effects, { signal })
  } catch (error) {
    if ((error as { code?: string }).code !== 'PGLIFT_COMMAND_FAILED') throw error
    throw await failure(args, `unit ${unit} failed`, before, context)
  }
  if (ready === undefined) return
  const runs = async () => !hasEnded(await unitState(unit, manager, effects))
  const problem = await awaitReady(ready, effects, signal, runs)
  if (problem !== undefined) throw await failure(args, problem, before, context)
}
