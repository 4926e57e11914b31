import { dirname } from 'node:path'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { serverArgv, serverPingArgv } from '../argv/server.js'
import { runPgbackrest } from '../run.js'
import { runningServer } from '../tls-server.js'
import { runContext } from './tool.js'

export interface TlsServer {
  execpath: string
  configpath: string
  /** Its configuration. */
  conf: string
  pidFile: string
  /** Takes what it says. */
  log: string
  port: number
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Starts the TLS server of this host and waits until it answers. */
    'pgbackrest.server-start': TlsServer
    'pgbackrest.server-stop': TlsServer
  }
}

const PATIENCE_MS = 10_000

async function answers(args: TlsServer, context: StepContext): Promise<Error | undefined> {
  const argv = serverPingArgv(args, args.conf, args.port)
  const { processes, signal, log } = runContext(context)
  const debug = (message: string) => log.debug(message)
  const quiet = { processes, signal, log: { debug, warning: debug } }
  return runPgbackrest(argv, quiet, { what: 'reach its own TLS server' }).then(
    () => undefined,
    (error: Error) => error,
  )
}

async function start(args: TlsServer, context: StepContext): Promise<void> {
  const { files, processes } = context.effects
  const { conf, pidFile, log, port } = args
  if ((await runningServer(context.effects, args)) !== undefined) return
  await files.makeDirectories(dirname(pidFile), 0o755)
  const server = await processes.daemon(serverArgv(args, conf), { log })
  let ended = false
  void server.exited.then(() => (ended = true))
  try {
    await files.write(pidFile, `${server.pid}\n`, 0o600)
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const problem = await answers(args, context)
      if (problem === undefined && !ended) return
      if (ended || Date.now() > deadline)
        throw operational(
          'PGLIFT_PGBACKREST_SERVER',
          `the TLS server of pgBackRest does not answer on port ${port}`,
          {
            hint: `its output is in ${log}`,
            ...(problem === undefined ? {} : { cause: problem }),
          },
        )
      await files.changed(dirname(pidFile), 50, context.signal)
    }
  } finally {
    server.release()
  }
}

async function stop(args: TlsServer, { effects }: StepContext): Promise<void> {
  const pid = await runningServer(effects, args)
  if (pid !== undefined) {
    effects.processes.signal(pid, 'SIGTERM')
    for (let waited = 0; effects.processes.isAlive(pid) && waited < PATIENCE_MS; waited += 50)
      await effects.files.changed(dirname(args.pidFile), 50)
    if (effects.processes.isAlive(pid)) effects.processes.signal(pid, 'SIGKILL')
  }
  await effects.files.removeFile(args.pidFile)
}

const startServer = performer('pgbackrest.server-start', {
  holds: async (args, { effects }) => (await runningServer(effects, args)) !== undefined,
  do: start,
  undo: (args, _, context) => stop(args, context),
})

const stopServer = performer('pgbackrest.server-stop', {
  holds: async (args, { effects }) => (await runningServer(effects, args)) === undefined,
  do: stop,
  undo: (args, _, context) => start(args, context),
})

/** Running the TLS server without a service manager. */
export const serverSteps: Performers = { ...startServer, ...stopServer }
