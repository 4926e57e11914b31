import { operations, type Performers, performer, type StepContext } from '@pglift/sdk'
import { clusterPrefix, clusterState, Etcd } from '../etcd.js'
import type { Member } from '../member/read.js'
import { type MemberArgs, memberAt } from './args.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Does nothing; undone, it takes out of etcd what this node has put there: itself or, as the first, its cluster. */
    'patroni.cluster-state': MemberArgs
    /** Takes a member that has stopped for good out of etcd, where it would stay until its key expires. */
    'patroni.forget-member': MemberArgs
    /** Takes the state of a whole cluster out of etcd. There is no way back. */
    'patroni.forget-cluster': MemberArgs
  }
}

/** Whether what is in etcd is of this node alone. */
async function isOurs(args: MemberArgs, context: StepContext): Promise<boolean> {
  const { config } = await memberAt(args, context)
  const state = await clusterState(context.effects, config)
  if ('problem' in state) return false
  const others = state.members.filter((name) => name !== config.name)
  if (others.length > 0 || state.initialize === undefined) return false
  if (state.initialize === '') return true
  const { readControlData } = await operations()
  return state.initialize === (await readControlData(context.effects, args.datadir))?.systemIdentifier
}

const keepState = performer<'patroni.cluster-state', { existed: boolean }>('patroni.cluster-state', {
  async prepare(args, context) {
    // Without its file there is nobody who could put anything there.
    if ((await context.effects.files.status(args.path)) === undefined) return { existed: true }
    const state = await clusterState(context.effects, (await memberAt(args, context)).config)
    return { existed: 'problem' in state || state.initialize !== undefined }
  },
  do: async () => undefined,
  async undo(args, { existed }, context) {
    if ((await context.effects.files.status(args.path)) === undefined) return
    const { config } = await memberAt(args, context)
    if (existed || !(await isOurs(args, context)))
      return remove(args, ({ name }) => `${clusterPrefix(config)}members/${name}`, context)
    const problem = await Etcd.of(context.effects, config).remove(clusterPrefix(config))
    if (problem !== undefined)
      context.log.warning(
        `state of cluster '${config.scope}' is left in etcd: ${problem}; remove it with 'patronictl remove ${config.scope}'`,
      )
  },
})

/** What can't be removed expires, or is for the user to remove: nothing fails for it. */
async function remove(
  args: MemberArgs,
  keyOf: (config: Member['config']) => string,
  context: StepContext,
): Promise<void> {
  const { config } = await memberAt(args, context)
  const problem = await Etcd.of(context.effects, config).remove(keyOf(config))
  if (problem !== undefined) context.log.warning(`${keyOf(config)} is left in etcd: ${problem}`)
}

const forgetMember = performer('patroni.forget-member', {
  do: (args, context) => remove(args, (config) => `${clusterPrefix(config)}members/${config.name}`, context),
  // Patroni puts it back when it runs.
  undo: async () => undefined,
})

const forgetCluster = performer('patroni.forget-cluster', {
  do: (args, context) => remove(args, clusterPrefix, context),
})

/** The state of clusters in etcd. */
export const clusterStateSteps: Performers = { ...keepState, ...forgetMember, ...forgetCluster }
