import { type Performers, performer, type StepContext } from '@pglift/sdk'
import { launch, type RunnableUnit } from '../start-unit.js'
import { systemctl } from '../systemctl.js'
import { isDown, type UnitState, unitState } from '../unit-state.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Starts the unit and waits until its service is ready. */
    'systemd.start': RunnableUnit
    'systemd.stop': RunnableUnit
    'systemd.restart': RunnableUnit
    'systemd.reload': RunnableUnit
    /** Does nothing; undone, which is last of all, the service runs with the files as they are then, if it ran before. */
    'systemd.keep-running': RunnableUnit
  }
}

function stateOf({ unit, user, sudo }: RunnableUnit, { effects }: StepContext): Promise<UnitState> {
  return unitState(unit, { user, sudo }, effects)
}

const isStopped = async (args: RunnableUnit, context: StepContext): Promise<boolean> =>
  isDown(await stateOf(args, context))

const isStarted = async (args: RunnableUnit, context: StepContext): Promise<boolean> =>
  ['active', 'reloading'].includes((await stateOf(args, context)).active)

async function start(args: RunnableUnit, context: StepContext): Promise<void> {
  if (!(await isStarted(args, context))) await launch('start', args, context)
}

async function stop(args: RunnableUnit, context: StepContext): Promise<void> {
  if (!(await isStopped(args, context))) await systemctl(['stop', args.unit], args, context.effects)
}

async function reload(args: RunnableUnit, context: StepContext): Promise<void> {
  const { unit, user, sudo } = args
  const { canReload } = await stateOf(args, context)
  const words = canReload ? ['reload', unit] : ['kill', '--signal=HUP', '--kill-who=main', unit]
  await systemctl(words, { user, sudo }, context.effects)
}

/** What a service was before: the run of its unit, null when it did not run. */
interface Former {
  readonly invocation: string | null
}

/** Starting and stopping by systemd. */
export const runningSteps: Performers = {
  ...performer('systemd.start', {
    holds: isStarted,
    do: start,
    undo: (args, _, context) => stop(args, context),
  }),
  ...performer('systemd.stop', {
    holds: isStopped,
    do: stop,
    async undo(args, _, context) {
      if (args.ends !== true) await start(args, context)
    },
  }),
  ...performer('systemd.restart', {
    do: (args, context) => launch('restart', args, context),
    // Left to systemd.keep-running: only the files from before start again for sure.
    undo: async () => undefined,
  }),
  ...performer('systemd.reload', { holds: isStopped, do: reload, undo: async () => undefined }),
  ...performer<'systemd.keep-running', Former>('systemd.keep-running', {
    async prepare(args, context) {
      const state = await stateOf(args, context)
      return { invocation: isDown(state) ? null : state.invocation }
    },
    do: async () => undefined,
    async undo(args, { invocation }, context) {
      if (invocation === null) return
      const state = await stateOf(args, context)
      if (isDown(state) || state.invocation !== invocation) await launch('restart', args, context)
    },
  }),
}
