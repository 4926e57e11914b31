import { operational, type Performers, performer, type Reachable, type Session } from '@pglift/sdk'
import { checkArgv } from '../argv/stanza.js'
import { runPgbackrest } from '../run.js'
import { access, type ConnectingArgs, runContext } from './tool.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Has a segment of WAL archived, as a proof. Changes nothing. */
    'pgbackrest.check': ConnectingArgs
    /** Says why there is no such proof. */
    'pgbackrest.unchecked': { why: string }
    /** Waits until a restored primary has replayed its WAL and takes writes; `required`: fails when that takes longer. */
    'pgbackrest.await-recovery': { instance: Reachable; seconds: number; required: boolean }
  }
}

const check = performer('pgbackrest.check', {
  async do(args, context) {
    const { stanza } = args
    const what = `check stanza '${stanza}'`
    await runPgbackrest(checkArgv(args, stanza), runContext(context), { what, ...access(args) })
  },
  undo: async () => undefined,
})

const unchecked = performer('pgbackrest.unchecked', {
  do: async ({ why }, { log }) => log.warning(why),
  undo: async () => undefined,
})

/** Connections to an instance, as the superuser. */
export interface Connecting {
  to(instance: Reachable): Promise<Session>
}

const RECOVERING = 'SELECT pg_is_in_recovery() AS recovering'

async function hasRecovered(session: Session, seconds: number, signal: AbortSignal): Promise<boolean> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    signal.throwIfAborted()
    const { rows } = await session.query<{ recovering: boolean }>(RECOVERING)
    if (rows[0]?.recovering === false) return true
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

const awaitRecovery = (sessions: Connecting) =>
  performer('pgbackrest.await-recovery', {
    async do({ instance, seconds, required }, { signal, log }) {
      const session = await sessions.to(instance)
      const recovered = await hasRecovered(session, seconds, signal).catch((error: unknown) => {
        signal.throwIfAborted()
        throw failedRecovery(instance, error)
      })
      if (recovered) return
      const message = `${instance.id} still replays WAL after ${seconds} s: it takes no writes yet`
      if (required) throw operational('PGLIFT_RECOVERY_TIMEOUT', message, { hint: 'see its log' })
      log.warning(message)
    },
    undo: async () => undefined,
  })

/** Steps on a running server. */
export const checkSteps = (sessions: Connecting): Performers => ({
  ...check,
  ...unchecked,
  ...awaitRecovery(sessions),
})
