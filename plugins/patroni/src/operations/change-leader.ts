import { Cancelled, type Host, type ObservedInstance, operational, usage } from '@pglift/sdk'
import { type Cluster, leaderOf, requireCluster } from '../rest/cluster.js'
import { requireMember } from './member.js'
import { requestChange } from './request.js'

export interface LeaderChange {
  readonly action: 'switchover' | 'failover'
  readonly candidate: string | undefined
  readonly dryRun: boolean
}

/** What has changed. */
export interface LeaderChanged {
  readonly cluster: string
  readonly former_leader: string | null
  readonly leader: string | null
}

function requireCandidate({ members }: Cluster, candidate: string, leader: string | undefined): void {
  if (!members.some(({ name }) => name === candidate)) {
    const names = members.map(({ name }) => name).join(', ')
    throw usage(
      'PGLIFT_PATRONI_CANDIDATE',
      `'${candidate}' is no member of the cluster (members: ${names})`,
      {
        param: '--candidate',
      },
    )
  }
  if (candidate === leader)
    throw usage('PGLIFT_PATRONI_CANDIDATE', `'${candidate}' is the leader already`, { param: '--candidate' })
}

/** The one that takes over when none is named: there is no choice between two. */
function onlyCandidate({ members }: Cluster, leader: string | undefined): string {
  const [first, ...others] = members.filter(({ name }) => name !== leader)
  if (first !== undefined && others.length === 0) return first.name
  throw usage('PGLIFT_PATRONI_CANDIDATE', 'a failover needs a candidate', { param: '--candidate' })
}

function questionFor(scope: string, leader: string | undefined, candidate: string | undefined): string {
  const to = candidate === undefined ? '' : ` to ${candidate}`
  return leader === undefined
    ? `Confirm failover of cluster ${scope}${to}?`
    : `Confirm that leadership of cluster ${scope} goes from ${leader}${to}?`
}

/**
 * Gives the leadership to another member, by Patroni: a switchover asks a healthy leader to hand it over, a failover
 * takes it, for clusters without a healthy leader; what was not replicated then is lost. Waits for the new leader.
 */
export async function changeLeader(
  host: Host,
  instance: ObservedInstance,
  { action, candidate, dryRun }: LeaderChange,
): Promise<LeaderChanged> {
  const context = await requireMember(host, instance)
  const { session, member } = context
  const { scope } = member.config
  const before = await requireCluster(session, member, instance.id)
  const leader = leaderOf(before)
  if (action === 'switchover' && leader === undefined)
    throw operational('PGLIFT_PATRONI_NO_LEADER', `cluster '${scope}' has no leader to switch over from`, {
      hint: `use 'pglift patroni -i ${instance.id} failover --candidate MEMBER'`,
    })
  const chosen = candidate ?? (action === 'failover' ? onlyCandidate(before, leader) : undefined)
  if (chosen !== undefined) requireCandidate(before, chosen, leader)
  if (!(await host.ask.confirm(questionFor(scope, leader, chosen), true))) throw new Cancelled()
  host.log.info(`${action} of cluster '${scope}'${chosen === undefined ? '' : ` to '${chosen}'`}`)
  if (!dryRun)
    await requestChange(host, context, instance, action === 'switchover' ? 'switch over' : 'fail over', {
      method: 'POST',
      path: `/${action}`,
      body: {
        ...(action === 'switchover' ? { leader } : {}),
        ...(chosen === undefined ? {} : { candidate: chosen }),
      },
    })
  const after = dryRun ? before : await requireCluster(session, member, instance.id)
  return { cluster: scope, former_leader: leader ?? null, leader: leaderOf(after) ?? null }
}
