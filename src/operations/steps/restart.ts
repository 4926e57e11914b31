import { type Performers, performer } from '../../engine/step.js'
import type { Sessions } from '../../host/sessions.js'
import { runningPostmaster, stopPostmaster } from './postmaster.js'
import { type StartServer, startPostmaster } from './start.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Stops and starts. Undoing is left to `postgresql.keep-running`: only the files from before start again for sure. */
    'postgresql.restart': StartServer
    /** Does nothing; undone, which is last of all, the server runs with the files as they are then. */
    'postgresql.keep-running': StartServer
  }
}

const restartServer = (sessions: Sessions) =>
  performer('postgresql.restart', {
    async do(args, context) {
      await sessions.close()
      await stopPostmaster(context.effects, args.datadir, 'fast', context.signal)
      await startPostmaster(args, context)
    },
    undo: async () => undefined,
  })

const keepRunning = (sessions: Sessions) =>
  performer<'postgresql.keep-running', { pid: number | null }>('postgresql.keep-running', {
    prepare: async ({ datadir }, { effects }) => ({
      pid: (await runningPostmaster(effects, datadir))?.pid ?? null,
    }),
    do: async () => undefined,
    async undo(args, { pid }, context) {
      const server = await runningPostmaster(context.effects, args.datadir)
      if (pid === null || server?.pid === pid) return
      await sessions.close()
      await stopPostmaster(context.effects, args.datadir, 'fast', context.signal)
      await startPostmaster(args, context)
    },
  })

/** Restarting without a service manager. */
export const restartSteps = (sessions: Sessions): Performers => ({
  ...restartServer(sessions),
  ...keepRunning(sessions),
})
