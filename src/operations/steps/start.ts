import { dirname, join } from 'node:path'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Sessions } from '../../host/sessions.js'
import { removeStaleSocket, runningPostmaster, stopPostmaster, waitReady } from './postmaster.js'

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
    'postgresql.start': StartServer
    /** Makes the server read its configuration files again (SIGHUP to the postmaster, as pg_ctl reload). */
    'postgresql.reload': { datadir: string }
    'postgresql.stop': {
      qualname: string
      bindir: string
      datadir: string
      log: string
      mode: 'smart' | 'fast' | 'immediate'
    }
  }
}

const LINES_SHOWN = 20

async function lastLines({ effects: { files } }: StepContext, path: string, from: number): Promise<string> {
  const { text } = (await files.readFrom(path, from)) ?? { text: '' }
  return text.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n')
}

/** The server's words: on its own output, and in the log that its collector had begun. */
async function whatItSaid(args: StartServer, from: number, context: StepContext): Promise<string> {
  const said = [await lastLines(context, args.log, from)]
  const current = await context.effects.files.readText(join(args.datadir, 'current_logfiles'))
  const collected = current
    ?.split('\n')
    .find((line) => line.startsWith('stderr '))
    ?.slice('stderr '.length)
  if (collected !== undefined)
    said.push(
      await lastLines(context, collected.startsWith('/') ? collected : join(args.datadir, collected), 0),
    )
  return said.filter((text) => text !== '').join('\n')
}

/** Starts the server and waits until it takes connections; nothing to do when it runs. */
export async function startPostmaster(args: StartServer, context: StepContext): Promise<void> {
  const { files, processes } = context.effects
  if ((await runningPostmaster(context.effects, args.datadir)) !== undefined) return
  await files.makeDirectories(dirname(args.log), 0o740)
  const from = (await files.status(args.log))?.size ?? 0
  const options = (args.options ?? []).flatMap((option) => ['-c', option])
  const argv = [join(args.bindir, 'postgres'), '-D', args.datadir, ...options] as const
  context.log.debug(`starting ${argv.join(' ')}`)
  const server = await processes.daemon(argv as never, {
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
  const said = await whatItSaid(args, from, context)
  const problem = outcome === 'ended' ? 'could not be started' : 'was started but is not ready yet'
  throw operational('PGLIFT_START_FAILED', `PostgreSQL ${args.qualname} ${problem}\n${said}`.trimEnd(), {
    hint: `its output is in ${args.log}`,
  })
}

/** libpq's variables of the caller say nothing about this server, and passwords least of all belong in its environment. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PG(?!TZ$|DATESTYLE$)|PGLIFT_)/.test(name),
  )
  return Object.fromEntries(inherited)
}

const startServer = (sessions: Sessions) =>
  performer('postgresql.start', {
    holds: async ({ datadir }, { effects }) => (await runningPostmaster(effects, datadir)) !== undefined,
    do: startPostmaster,
    async undo({ datadir }, _, { effects, signal }) {
      await sessions.close()
      await stopPostmaster(effects, datadir, 'fast', signal)
      await removeStaleSocket(effects, datadir)
    },
  })

const stopServer = (sessions: Sessions) =>
  performer('postgresql.stop', {
    holds: async ({ datadir }, { effects }) => (await runningPostmaster(effects, datadir)) === undefined,
    async do({ datadir, mode }, { effects, signal }) {
      await sessions.close()
      await stopPostmaster(effects, datadir, mode, signal)
    },
    undo: ({ mode: _, ...args }, __, context) => startPostmaster(args, context),
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
