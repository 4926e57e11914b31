import { type Performers, performer } from '../../engine/step.js'
import type { Sessions } from '../../host/sessions.js'
import { runningPostmaster, stopPostmaster } from './postmaster.js'
import { type StartServer, startAgain, startPatiently } from './start.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /**
     * Stops and starts. Undoing is left to `postgresql.keep-running`: only the files from before start again for sure.
     * `alone`: nothing else is changed, so an interrupted one is done again.
     */
    'postgresql.restart': StartServer & { alone?: true }
    /** Does nothing; undone, which is last of all, the server runs with the files as they are then. */
    'postgresql.keep-running': StartServer
  }
}

const restartServer = (sessions: Sessions) =>
  performer('postgresql.restart', {
    async do({ alone: _, ...args }, context) {
      await sessions.close()
      // A server that was told to stop stops: given up here, it would not run any more.
      const toItsEnd = { ...context, signal: new AbortController().signal }
      const announce = () => context.log.warning(`PostgreSQL ${args.qualname} stops already: it is restarted`)
      context.signal.addEventListener('abort', announce)
      await stopPostmaster(context.effects, args.datadir, 'fast', toItsEnd.signal)
      await startPatiently(args, toItsEnd).finally(() =>
        context.signal.removeEventListener('abort', announce),
      )
      context.signal.throwIfAborted()
    },
    undoable: ({ alone }) => alone !== true,
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
      if (pid === null || (server?.pid === pid && server.status !== 'stopping')) return
      await sessions.close()
      await stopPostmaster(context.effects, args.datadir, 'fast', context.signal)
      await startAgain(args, context)
    },
  })

/** Restarting without a service manager. */
export const restartSteps = (sessions: Sessions): Performers => ({
  ...restartServer(sessions),
  ...keepRunning(sessions),
})
