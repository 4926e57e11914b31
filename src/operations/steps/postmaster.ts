import { join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import {
  acceptsConnections,
  type PostmasterPid,
  parsePostmasterPid,
} from '../../postgresql/postmaster-pid.js'

type Io = Pick<Effects, 'files' | 'processes'>

/** postmaster.pid of a data directory, as it stands; a server that crashed leaves it behind. */
async function readPostmasterPid(
  { files }: Pick<Effects, 'files'>,
  datadir: string,
): Promise<PostmasterPid | undefined> {
  const text = await files.readText(join(datadir, 'postmaster.pid'))
  return text === undefined ? undefined : parsePostmasterPid(text)
}

/**
 * The postmaster that runs on this data directory. Its pid file is believed only when that process lives and works in
 * the directory: after a reboot the pid may belong to anything, to another user's process also.
 */
export async function runningPostmaster(io: Io, datadir: string): Promise<PostmasterPid | undefined> {
  const file = await readPostmasterPid(io, datadir)
  if (file === undefined || !io.processes.isAlive(file.pid)) return undefined
  const cwd = io.processes.workingDirectory(file.pid)
  return cwd === (await io.files.realPath(datadir)) ? file : undefined
}

/**
 * Removes the socket of a server that was killed, which the server itself would have removed: only when the socket's
 * lock file names that very process.
 */
export async function removeStaleSocket(io: Io, datadir: string): Promise<void> {
  const server = await readPostmasterPid(io, datadir)
  if (server?.socketDirectory === undefined || server.port === undefined) return
  if (io.processes.isAlive(server.pid)) return
  const socket = join(server.socketDirectory, `.s.PGSQL.${server.port}`)
  const holder = await io.files.readText(`${socket}.lock`)
  if (Number(holder?.split('\n')[0]) !== server.pid) return
  await io.files.removeFile(socket)
  await io.files.removeFile(`${socket}.lock`)
}

/** Longest time without any sign of the server before pglift stops waiting; pg_ctl's own variable overrides it. */
function patienceMs(): number {
  const seconds = Number(process.env.PGCTLTIMEOUT)
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 60) * 1000
}

/**
 * Milliseconds to wait for a notice of the kernel before looking again: it may have come while nobody waited, and of the
 * end of a process, which outlives its pid file for a moment, there is none. Short at first: most servers start and stop
 * within 50 ms.
 */
function patienceForNotice(waitedMs: number): number {
  return Math.min(50, 2 + Math.round(waitedMs / 10))
}

async function waitUntil(
  io: Io,
  datadir: string,
  reached: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  const started = Date.now()
  const patience = patienceMs()
  while (!(await reached())) {
    const waited = Date.now() - started
    if (waited > patience) return false
    await io.files.changed(datadir, patienceForNotice(waited), signal)
  }
  return true
}

/** Waits until the server accepts connections, or `ended` says that it is gone. Watches postmaster.pid: no polling by connections. */
export async function waitReady(
  io: Io,
  datadir: string,
  ended: () => boolean,
  signal: AbortSignal,
): Promise<'ready' | 'ended' | 'late'> {
  const reached = async () => {
    if (ended()) return true
    const file = await readPostmasterPid(io, datadir)
    return file !== undefined && acceptsConnections(file) && io.processes.isAlive(file.pid)
  }
  if (!(await waitUntil(io, datadir, reached, signal))) return 'late'
  return ended() ? 'ended' : 'ready'
}

/** Waits for the end of a server that was told to stop; fails with `PGLIFT_STOP_TIMEOUT` after PGCTLTIMEOUT (60 s). */
async function awaitEnd(io: Io, datadir: string, pid: number, signal: AbortSignal): Promise<void> {
  if (await waitUntil(io, datadir, async () => !io.processes.isAlive(pid), signal)) return
  throw operational('PGLIFT_STOP_TIMEOUT', `the server in ${datadir} (pid ${pid}) does not stop`, {
    hint: 'look for long transactions or a stuck archive_command in its log; PGCTLTIMEOUT sets the seconds to wait',
  })
}

/**
 * The server once it is neither starting nor stopping: one that is told to stop ends, one that recovers from a crash is
 * not there yet. `late`: it has not come to an end of that within PGCTLTIMEOUT (60 s).
 */
export async function settledPostmaster(
  io: Io,
  datadir: string,
  signal: AbortSignal,
): Promise<PostmasterPid | 'late' | undefined> {
  const server = await runningPostmaster(io, datadir)
  if (server === undefined || acceptsConnections(server)) return server
  if (server.status === 'stopping') return awaitEnd(io, datadir, server.pid, signal).then(() => undefined)
  const outcome = await waitReady(io, datadir, () => !io.processes.isAlive(server.pid), signal)
  if (outcome === 'late') return 'late'
  return outcome === 'ready' ? server : undefined
}

const STOP_SIGNAL = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/**
 * Stops the server and waits for its end (PostgreSQL docs, "Shutting Down the Server"). Nothing to do when it does not
 * run. Fails with `PGLIFT_STOP_TIMEOUT` when it takes longer than PGCTLTIMEOUT (60 s); it goes on stopping then.
 */
export async function stopPostmaster(
  io: Io,
  datadir: string,
  mode: keyof typeof STOP_SIGNAL,
  signal: AbortSignal,
): Promise<void> {
  const server = await runningPostmaster(io, datadir)
  if (server === undefined) return
  io.processes.signal(server.pid, STOP_SIGNAL[mode])
  await awaitEnd(io, datadir, server.pid, signal)
}
