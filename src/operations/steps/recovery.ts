import type { Session } from '../../effects/sql.js'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import { FOLLOWED_PARAMETERS } from '../instance/followed-parameters.js'
import { readControlData } from './control-file.js'

export interface AwaitRecovery {
  instance: Reachable
  seconds: number
  required: boolean
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /**
     * Waits until a primary that was restored has replayed its WAL and takes writes. Fails when recovery pauses, and,
     * if `required`, when it takes longer than `seconds`; else it only says so.
     */
    'postgresql.await-recovery': AwaitRecovery
  }
}

const STATE = `SELECT pg_is_in_recovery() AS recovering,
  CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END AS paused`

const PARAMETERS = `SELECT name, setting, current_setting('data_directory') AS datadir FROM pg_settings
  WHERE name = ANY ($1)`

/** Parameters that are lower than they were when the WAL was written: `max_connections is 50 and was 100`. */
async function loweredParameters(session: Session, { effects }: StepContext): Promise<string[]> {
  const names = Object.keys(FOLLOWED_PARAMETERS)
  const { rows } = await session.query<{ name: string; setting: string; datadir: string }>(PARAMETERS, [
    names,
  ])
  const followed = (await readControlData(effects, rows[0]?.datadir ?? ''))?.followed ?? {}
  return rows.flatMap(({ name, setting }) => {
    const was = followed[name] ?? 0
    return Number(setting) < was ? [`${name} is ${setting} and was ${was}`] : []
  })
}

/** The server waits for somebody to have a look: by itself it goes on never. */
async function pausedRecovery(session: Session, { id }: Reachable, context: StepContext): Promise<Error> {
  const lowered = await loweredParameters(session, context)
  const [name] = lowered[0]?.split(' ') ?? []
  return operational(
    'PGLIFT_RECOVERY_PAUSED',
    lowered.length === 0
      ? `${id} has paused its recovery`
      : `${id} can't replay its WAL: ${lowered.join(', ')} when that WAL was written`,
    {
      hint:
        name === undefined
          ? 'its log tells why'
          : `its configuration is older than its WAL: set ${name} to no less ('pglift pgconf set', or 'settings' of the manifest), then try again`,
    },
  )
}

/** Throws when recovery has paused. */
async function hasRecovered(
  session: Session,
  { instance, seconds }: AwaitRecovery,
  context: StepContext,
): Promise<boolean> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    context.signal.throwIfAborted()
    const { rows } = await session.query<{ recovering: boolean; paused: boolean }>(STATE)
    if (rows[0]?.recovering === false) return true
    if (rows[0]?.paused === true) throw await pausedRecovery(session, instance, context)
    await session.query('SELECT pg_sleep(0.05)')
  }
  return false
}

function failedRecovery({ id }: Reachable, cause: unknown): Error {
  return operational('PGLIFT_RECOVERY', `${id} ended while it replayed WAL: ${(cause as Error).message}`, {
    cause,
    hint: 'its log tells why; was there no transaction after the date that it was restored to?',
  })
}

/** Waiting for the end of recovery (PostgreSQL documentation, "Continuous Archiving and Point-in-Time Recovery"). */
export const recoverySteps = (sessions: Sessions): Performers =>
  performer('postgresql.await-recovery', {
    async do(args, context) {
      const { instance, seconds, required } = args
      const session = await sessions.to(instance)
      const recovered = await hasRecovered(session, args, context).catch((error: unknown) => {
        context.signal.throwIfAborted()
        throw (error as { code?: unknown }).code === 'PGLIFT_RECOVERY_PAUSED'
          ? error
          : failedRecovery(instance, error)
      })
      if (recovered) return
      const message = `${instance.id} still replays WAL after ${seconds} s: it takes no writes yet`
      if (required) throw operational('PGLIFT_RECOVERY_TIMEOUT', message, { hint: 'see its log' })
      context.log.warning(message)
    },
    undo: async () => undefined,
  })
