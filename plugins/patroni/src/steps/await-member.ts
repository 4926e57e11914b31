import { setTimeout as pause } from 'node:timers/promises'
import {
  operational,
  operations,
  type Performers,
  performer,
  type Service,
  type StepContext,
} from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import type { Member } from '../member/read.js'
import { clusterOf, leaderOf, type MemberState, stateOf } from '../rest/cluster.js'
import type { Session } from '../session.js'
import { type MemberArgs, memberAt } from './args.js'
import { MemberLogs } from './member-logs.js'
import { beginWait, continueWait, type Wait } from './wait.js'

export interface AwaitArgs extends MemberArgs {
  service: Service
  /** Patroni's log. */
  log: string
  /** Seconds without progress. */
  seconds: number
  /** The data directory is new. */
  fresh: boolean
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Waits until PostgreSQL runs as a member of its cluster. */
    'patroni.await-member': AwaitArgs
  }
}

const ETCD_SECONDS = 10
const COPIES = 3

/** Whether another member leads the cluster, as this one sees it. */
async function follows(io: Pick<StepContext, 'effects'>, member: Member): Promise<boolean> {
  const cluster = await clusterOf(io, member)
  const leader = cluster === undefined ? undefined : leaderOf(cluster)
  return leader !== undefined && leader !== member.config.name
}

/**
 * Whether the member is where it should be: it leads, or it follows. One that is new in its cluster follows somebody: a
 * server that ran by itself is started as a replica, and leads a moment later.
 */
async function isThere(
  io: Pick<StepContext, 'effects'>,
  member: Member,
  { state, role, leads }: MemberState,
  { fresh, datadir }: Pick<AwaitArgs, 'fresh' | 'datadir'>,
): Promise<boolean> {
  if (state !== 'running') return false
  // Patroni's connection may lead to a process that has outlived its server for a moment.
  const { runningPostmaster } = await operations()
  if ((await runningPostmaster(io.effects, datadir)) === undefined) return false
  if (leads) return true
  return role === 'replica' && (!fresh || (await follows(io, member)))
}

function failure({ id, log }: AwaitArgs, why: string, said: string): Error {
  return operational('PGLIFT_PATRONI_START', `Patroni could not start ${id}: ${why}\n${said}`.trimEnd(), {
    hint: `its logs are ${log} and ${log.replace(/patroni\.log$/, 'output.log')}`,
  })
}

/** Why there is no point in waiting any longer; undefined: there is. */
async function hopeless(
  { seconds }: AwaitArgs,
  { config }: Member,
  { progress, etcdSince, since }: Wait,
  { effects }: StepContext,
): Promise<string | undefined> {
  const { fatal, failedCopies, etcdProblem, waitsForLeader } = progress
  if (fatal !== undefined) return fatal
  if (failedCopies >= COPIES) return 'the leader could not be copied'
  if (etcdSince !== undefined && Date.now() - etcdSince > ETCD_SECONDS * 1000) {
    const now = await Etcd.of(effects, config).obstacle()
    return `etcd can't be used: ${now ?? etcdProblem}`
  }
  if (Date.now() - since < seconds * 1000) return undefined
  return waitsForLeader
    ? `no other node has made cluster '${config.scope}' within ${seconds} s, though one had begun`
    : `no progress within ${seconds} s`
}

/** Milliseconds until the next look: copying a large server is not to be asked about forty times a second. */
const pauseAfter = (elapsed: number): number => Math.min(Math.max(elapsed / 100, 25), 250)

async function awaitMember(
  args: AwaitArgs,
  services: Session['services'],
  context: StepContext,
): Promise<void> {
  const { effects, signal, log } = context
  const member = await memberAt(args, context)
  const logs = new MemberLogs([args.log, args.service.log], effects)
  if (!args.fresh) await logs.begin()
  if (args.fresh) log.info(`waiting for instance ${args.id} creation by Patroni`)
  const begun = Date.now()
  let wait = beginWait(begun)
  let looked = begun
  for (;;) {
    signal.throwIfAborted()
    const state = await stateOf({ effects }, member)
    if (state !== undefined && (await isThere({ effects }, member, state, args))) return
    const lines = await logs.news()
    for (const line of lines) log.debug(`patroni: ${line}`)
    const before = wait.progress.waitsForLeader
    wait = continueWait(wait, { activity: state?.state ?? '', lines, at: Date.now() })
    if (wait.progress.waitsForLeader && !before)
      log.info(`${args.id} waits for another node to make cluster '${member.config.scope}'`)
    const why = await hopeless(args, member, wait, context)
    if (why !== undefined) throw failure(args, why, logs.said())
    if (Date.now() - looked > 1000) {
      if (!(await services.isRunning(args.service))) {
        await logs.news()
        throw failure(args, 'it has ended', logs.said())
      }
      looked = Date.now()
    }
    await pause(pauseAfter(Date.now() - begun), undefined, { signal })
  }
}

/** Waiting for members. */
export function awaitSteps(services: Session['services']): Performers {
  return performer('patroni.await-member', {
    async holds(args, context) {
      if ((await context.effects.files.status(args.path)) === undefined) return false
      const member = await memberAt(args, context)
      const state = await stateOf(context, member)
      return state !== undefined && (await isThere(context, member, state, args))
    },
    async do(args, context) {
      await awaitMember(args, services, context)
      if (args.fresh) context.log.info(`instance ${args.id} successfully created by Patroni`)
    },
    undo: async () => undefined,
  })
}
