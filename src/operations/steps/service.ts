import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import { parseEnvironmentFile } from '../../host/environment-file.js'
import { awaitReady } from '../../host/readiness.js'
import { runningService, SERVICE_VARIABLE, strayServices } from '../../host/running-service.js'
import type { Service } from '../../host/service.js'
import { serverEnvironment } from './environment.js'
import { lastLines } from './last-lines.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Runs the program of a service in the background, its pid in a file, and waits until it is ready. */
    'service.start': Service
    /** Stops it, if it runs. */
    'service.stop': Service
    /** Stops it, if it runs, and starts it. */
    'service.restart': Service
    /** Sends SIGHUP. */
    'service.reload': Service
    /** Does nothing; undone, which is last of all, the service runs with the files as they are then, if it ran before. */
    'service.keep-running': Service
  }
}

const STOP_SECONDS = 30

async function environmentOf(
  { environment, environmentFile, pidFile }: Service,
  { files }: StepContext['effects'],
): Promise<NodeJS.ProcessEnv> {
  const text = environmentFile === undefined ? '' : await files.readText(environmentFile)
  if (text === undefined)
    throw operational('PGLIFT_SERVICE_ENVIRONMENT', `environment file ${environmentFile} is missing`)
  return {
    ...serverEnvironment(),
    ...environment,
    ...parseEnvironmentFile(text),
    [SERVICE_VARIABLE]: pidFile,
  }
}

/** Ends processes by SIGTERM, and by SIGKILL those that have not ended when their time is over. */
async function end(pids: readonly number[], seconds: number, { processes }: StepContext['effects']) {
  const living = () => pids.filter((pid) => processes.isAlive(pid))
  for (const pid of living()) processes.signal(pid, 'SIGTERM')
  const deadline = Date.now() + seconds * 1000
  for (let interval = 2; living().length > 0 && Date.now() < deadline; interval = Math.min(interval * 2, 50))
    await pause(interval)
  for (const pid of living()) processes.signal(pid, 'SIGKILL')
}

async function stop(service: Service, { effects }: StepContext): Promise<void> {
  const { pidFile, stopSeconds = STOP_SECONDS } = service
  const pid = await runningService(effects, service)
  const pids = new Set([...(pid === undefined ? [] : [pid]), ...(await strayServices(effects, service))])
  await end([...pids], stopSeconds, effects)
  await effects.files.removeFile(pidFile)
}

async function start(service: Service, context: StepContext): Promise<void> {
  const { effects, signal } = context
  const { argv, title, log, pidFile, ready } = service
  if ((await runningService(effects, service)) !== undefined) return
  await end(await strayServices(effects, service), STOP_SECONDS, effects)
  await effects.files.makeDirectories(dirname(pidFile), 0o755)
  await effects.files.makeDirectories(dirname(log), 0o740)
  const from = (await effects.files.status(log))?.size ?? 0
  const daemon = await effects.processes.daemon(argv, { log, env: await environmentOf(service, effects) })
  try {
    await effects.files.write(pidFile, `${daemon.pid}\n`, 0o600)
    const isRunning = () => effects.processes.isAlive(daemon.pid)
    const problem =
      ready === undefined
        ? isRunning()
          ? undefined
          : 'it has ended'
        : await awaitReady(ready, effects, signal, isRunning)
    if (problem === undefined) return
    await stop(service, context)
    const said = await lastLines(effects, log, from)
    throw operational(
      'PGLIFT_SERVICE_START',
      `${title} could not be started: ${problem}\n${said}`.trimEnd(),
      {
        hint: `its output is in ${log}`,
      },
    )
  } finally {
    daemon.release()
  }
}

/** In undo, what it needs to be ready may be put back after it, or may have been wanting all the time: it is not waited for. */
async function startAgain({ ready: _, ...service }: Service, context: StepContext): Promise<void> {
  await start(service, context)
}

const isStopped = async (service: Service, { effects }: StepContext): Promise<boolean> =>
  (await runningService(effects, service)) === undefined &&
  (await strayServices(effects, service)).length === 0

const startService = performer('service.start', {
  holds: async (service, { effects }) => (await runningService(effects, service)) !== undefined,
  do: start,
  undo: (service, _, context) => stop(service, context),
})

const stopService = performer('service.stop', {
  holds: isStopped,
  do: stop,
  undo: (service, _, context) => startAgain(service, context),
})

const restartService = performer('service.restart', {
  async do(service, context) {
    await stop(service, context)
    await start(service, context)
  },
  // Running it is left to service.keep-running: only the files from before start again for sure. What was started with
  // the new command line, and no pid file tells of, only this step knows.
  async undo(service, _, { effects }) {
    const noted = await runningService(effects, service)
    const strays = (await strayServices(effects, service)).filter((pid) => pid !== noted)
    await end(strays, STOP_SECONDS, effects)
  },
})

const reloadService = performer('service.reload', {
  holds: async (service, { effects }) => (await runningService(effects, service)) === undefined,
  async do(service, { effects }) {
    const pid = await runningService(effects, service)
    if (pid !== undefined) effects.processes.signal(pid, 'SIGHUP')
  },
  undo: async () => undefined,
})

const keepRunning = performer<'service.keep-running', { pid: number | null }>('service.keep-running', {
  prepare: async (service, { effects }) => ({ pid: (await runningService(effects, service)) ?? null }),
  do: async () => undefined,
  async undo(service, { pid }, context) {
    if (pid === null || (await runningService(context.effects, service)) === pid) return
    await stop(service, context)
    await startAgain(service, context)
  },
})

/** Running services without a service manager. */
export const serviceSteps: Performers = {
  ...startService,
  ...stopService,
  ...restartService,
  ...reloadService,
  ...keepRunning,
}
