import { type ObservedInstance, operations } from '@pglift/sdk'
import type { Session } from './settings.js'

/** PostgreSQL starts the worker again 10 s after it ended, and it ends until its database is there: two such rounds. */
const RETRY_MS = 25_000

/**
 * Title of the background worker's process: `postgres: 15-main: powa idle`. Those of clients who are called powa say which
 * database they are in, and from where: `postgres: 15-main: powa powa [local] idle`.
 */
export function isWorker(title: string): boolean {
  return /^postgres: (.*: )?powa( (init|idle|snapshot))? *$/.test(title)
}

async function startedSince({ effects }: Pick<Session, 'effects'>, datadir: string): Promise<number> {
  const { runningPostmaster } = await operations()
  const { startedAt = 0 } = (await runningPostmaster(effects, datadir)) ?? {}
  return Date.now() - startedAt * 1000
}

/**
 * Whether PoWA's background worker runs, by the processes of the server: without connecting, which might take a password.
 * In the first seconds of a server it is about to.
 */
export async function isCollecting(
  session: Pick<Session, 'effects'>,
  { datadir, running }: Pick<ObservedInstance, 'datadir' | 'running'>,
): Promise<boolean> {
  if (!running) return false
  const { files, processes } = session.effects
  const directory = (await files.realPath(datadir)) ?? datadir
  const pids = await processes.using(directory, new Set(['postgres']))
  if (pids.some((pid) => isWorker(processes.commandLine(pid)?.[0] ?? ''))) return true
  return (await startedSince(session, datadir)) < RETRY_MS
}
