import type { Session } from '../effects/sql.js'
import { type WaitRow, waitOf } from '../postgresql/sql/waits.js'

/** When a statement that has not ended is looked at first; each further look comes after twice the time. */
const FIRST_LOOK_MS = 5000

/** What is worth telling of a wait: one that nobody but the user can end. */
function wordsFor({ wait_event_type, wait_event, synchronous_standby_names, blockers }: WaitRow) {
  if (wait_event === 'SyncRep')
    return `waits for a synchronous standby to confirm (synchronous_standby_names = '${synchronous_standby_names}'); what was changed stays, also when the wait is ended`
  if (wait_event_type === 'Lock' && blockers !== null) return `waits for a lock that others hold: ${blockers}`
  return undefined
}

async function look(pid: number, open: () => Promise<Session>): Promise<string | undefined> {
  const other = await open()
  try {
    const { text, values } = waitOf(pid)
    const [row] = (await other.query<WaitRow>(text, values)).rows
    return row === undefined ? undefined : wordsFor(row)
  } finally {
    await other.close()
  }
}

/** Looks until there is something to tell; what is called to end it is answered. */
function watch(pid: number, open: () => Promise<Session>, tell: (words: string) => void): () => void {
  let timer: NodeJS.Timeout
  let ended = false
  const later = (ms: number) => {
    timer = setTimeout(async () => {
      const words = await look(pid, open).catch(() => undefined)
      if (ended) return
      if (words === undefined) later(2 * ms)
      else tell(words)
    }, ms).unref()
  }
  later(FIRST_LOOK_MS)
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/**
 * The same session, whose statements don't wait in silence: when one has not ended after some seconds, a second connection
 * (`open`) asks what it waits for, and `tell` is called, once a statement, with what stands in its way.
 */
export function tellingWaits(
  session: Session,
  open: () => Promise<Session>,
  tell: (words: string) => void,
): Session {
  return {
    ...session,
    async query<T extends object>(text: string, values?: readonly unknown[]) {
      const end = watch(session.pid, open, tell)
      try {
        return await session.query<T>(text, values)
      } finally {
        end()
      }
    },
  }
}
