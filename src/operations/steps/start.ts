import { dirname, join, resolve } from 'node:path'
import {
  NothingDone,
  type Performers,
  performer,
  type StepContext,
  type StepKinds,
} from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Sessions } from '../../host/sessions.js'
import type { Argv } from '../../postgresql/argv/argv.js'
import { postgresArgv } from '../../postgresql/argv/postgres.js'
import { acceptsConnections } from '../../postgresql/postmaster-pid.js'
import { serverEnvironment } from './environment.js'
import { lastLines } from './last-lines.js'
import {
  removeStaleSocket,
  runningPostmaster,
  settledPostmaster,
  stopPostmaster,
  waitReady,
} from './postmaster.js'

export interface StartServer {
  /** `15-main`, for errors. */
  qualname: string
  bindir: string
  datadir: string
  /** Takes what the server says on its own output; appended to. */
  log: string
  /** Settings for this start only, `name=value`. */
  options?: readonly string[]
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /**
     * Starts the server and waits until it takes connections. One that is not ready in time goes on recovering, unless it
     * was started with `options`: it would have to begin anew.
     */
    'postgresql.start': StartServer
    /** Makes the server read its configuration files again (SIGHUP to the postmaster, as pg_ctl reload). */
    'postgresql.reload': { datadir: string }
    /** Stops the server, if it runs. */
    'postgresql.stop': {
      qualname: string
      bindir: string
      datadir: string
      log: string
      mode: 'smart' | 'fast' | 'immediate'
      /** Stops it at once (immediate) when it takes longer than PGCTLTIMEOUT: its data are to go in any case. */
      insist?: true
    }
  }
}

/** Ends of the files that the server writes to: its own output, and the log of its collector. */
type Ends = Readonly<Record<string, number>>

async function logEnds({ log, datadir }: StartServer, { effects: { files } }: StepContext): Promise<Ends> {
  const current = await files.readText(join(datadir, 'current_logfiles'))
  const collected = /^stderr (.+)$/m.exec(current ?? '')?.[1]
  const paths = [log, ...(collected === undefined ? [] : [resolve(datadir, collected)])]
  const sized = paths.map(async (path) => [path, (await files.status(path))?.size ?? 0] as const)
  return Object.fromEntries(await Promise.all(sized))
}

/** The server's words since then. */
async function whatItSaid(args: StartServer, since: Ends, context: StepContext): Promise<string> {
  const paths = Object.keys(await logEnds(args, context))
  const said = await Promise.all(paths.map((path) => lastLines(context.effects, path, since[path] ?? 0)))
  return said.filter((text) => text !== '').join('\n')
}

const LATE = 'PGLIFT_START_LATE'

function lateError({ qualname, log, options }: StartServer, said: string): Error {
  const message = `PostgreSQL ${qualname} was started, but takes no connections yet\n${said}`.trimEnd()
  const goesOn = options === undefined ? 'it goes on recovering, as it has to after a crash; ' : ''
  return operational(LATE, message, {
    hint: `${goesOn}its output is in ${log}; PGCTLTIMEOUT sets the seconds to wait`,
  })
}

async function launch(args: StartServer, context: StepContext): Promise<void> {
  const { files, processes } = context.effects
  await files.makeDirectories(dirname(args.log), 0o740)
  const ends = await logEnds(args, context)
  const options = (args.options ?? []).flatMap((option) => ['-c', option])
  const argv: Argv = [...postgresArgv(args.bindir, args.datadir), ...options]
  context.log.debug(`starting ${argv.join(' ')}`)
  const server = await processes.daemon(argv, {
    log: args.log,
    cwd: args.datadir,
    env: serverEnvironment(),
  })
  let ended = false
  void server.exited.then(() => (ended = true))
  const outcome = await waitReady(context.effects, args.datadir, () => ended, context.signal).finally(() =>
    server.release(),
  )
  if (outcome === 'ready') return
  const said = await whatItSaid(args, ends, context)
  if (outcome === 'late') throw lateError(args, said)
  const message = `PostgreSQL ${args.qualname} could not be started\n${said}`.trimEnd()
  throw operational('PGLIFT_START_FAILED', message, { hint: `its output is in ${args.log}` })
}

/** Starts the server and waits until it takes connections; one that is about to stop is let end first. */
export async function startPostmaster(args: StartServer, context: StepContext): Promise<void> {
  const found = await settledPostmaster(context.effects, args.datadir, context.signal)
  if (found === 'late') throw lateError(args, '')
  if (found === undefined) await launch(args, context)
}

/** In undo a server that takes its time to recover is as it was. */
export async function startAgain(args: StartServer, context: StepContext): Promise<void> {
  await startPostmaster(args, context).catch((error: Error & { code?: unknown }) => {
    if (error.code !== LATE) throw error
    context.log.warning(error.message)
  })
}

/** What recovers is not stopped for taking long: all that it has replayed would be replayed again. */
export async function startPatiently(args: StartServer, context: StepContext): Promise<void> {
  await startPostmaster(args, context).catch((error: Error & { code?: unknown }) => {
    throw error.code === LATE && args.options === undefined ? new NothingDone(error) : error
  })
}

const startServer = (sessions: Sessions) =>
  performer<'postgresql.start', { pid: number | null } | null>('postgresql.start', {
    async holds({ datadir }, { effects }) {
      const server = await runningPostmaster(effects, datadir)
      return server !== undefined && acceptsConnections(server)
    },
    prepare: async ({ datadir }, { effects }) => ({
      pid: (await runningPostmaster(effects, datadir))?.pid ?? null,
    }),
    do: startPatiently,
    async undo({ datadir }, before, { effects, signal }) {
      const byOthers = before?.pid ?? null
      if (byOthers !== null && (await runningPostmaster(effects, datadir))?.pid === byOthers) return
      await sessions.close()
      await stopPostmaster(effects, datadir, 'fast', signal)
      await removeStaleSocket(effects, datadir)
    },
  })

type Stop = StepKinds['postgresql.stop']

async function stop({ qualname, datadir, mode, insist }: Stop, context: StepContext): Promise<void> {
  const { effects, signal, log } = context
  await stopPostmaster(effects, datadir, mode, signal).catch(async (error: unknown) => {
    if (insist !== true || (error as { code?: unknown }).code !== 'PGLIFT_STOP_TIMEOUT') throw error
    log.warning(`PostgreSQL ${qualname} does not stop in time: it is stopped without a checkpoint`)
    await stopPostmaster(effects, datadir, 'immediate', signal)
  })
}

const stopServer = (sessions: Sessions) =>
  performer('postgresql.stop', {
    holds: async ({ datadir }, { effects }) => (await runningPostmaster(effects, datadir)) === undefined,
    async do(args, context) {
      await sessions.close()
      await stop(args, context)
    },
    undo: ({ mode: _, insist: __, ...args }, ___, context) => startAgain(args, context),
  })

const reloadServer = performer('postgresql.reload', {
  async do({ datadir }, { effects }) {
    const server = await runningPostmaster(effects, datadir)
    if (server !== undefined) effects.processes.signal(server.pid, 'SIGHUP')
  },
  // Editing the files back sends the signal again.
  undo: async () => undefined,
})

/** Starting and stopping without a service manager. */
export const serverSteps = (sessions: Sessions): Performers => ({
  ...startServer(sessions),
  ...stopServer(sessions),
  ...reloadServer,
})
