import type { Host, ObservedInstance } from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import type { Member } from '../member/read.js'
import { type Cluster, type ClusterMember, leaderOf, requireCluster, timelineBegan } from '../rest/cluster.js'
import type { Session } from '../session.js'
import { requireMember } from './member.js'

/** Replicas follow a new leader within moments; how long nothing is said of those that don't yet. */
const PATIENCE_MS = 30_000

/** Members that run on an earlier timeline than their leader. */
export interface Late {
  readonly leader: string
  readonly timeline: number
  readonly members: readonly ClusterMember[]
}

/** Who is late in a cluster; undefined: nobody, as far as is known. */
export function lateMembers(cluster: Cluster): Late | undefined {
  const leader = leaderOf(cluster)
  const timeline = cluster.members.find(({ name }) => name === leader)?.timeline ?? undefined
  if (leader === undefined || timeline === undefined) return undefined
  const members = cluster.members.filter((member) => member.timeline !== null && member.timeline < timeline)
  return members.length === 0 ? undefined : { leader, timeline, members }
}

/**
 * What is to be said of them when their leader's timeline began at `beganMs`: one that has replayed WAL which the new
 * leader never had stays there, and Patroni, which looks for that when PostgreSQL starts or its leader changes, calls it
 * running. Names each with its timeline and what sets it right.
 */
export function leftBehind({ leader, timeline, members }: Late, beganMs: number): string[] {
  if (Date.now() - beganMs < PATIENCE_MS) return []
  return members.map(
    (member) =>
      `${member.name} is still on timeline ${member.timeline}, while ${leader} leads on ${timeline}: 'pglift instance stop' ` +
      `and 'start' there have Patroni rewind it, or 'pglift patroni reinit' makes it anew`,
  )
}

/** Asks for the history of timelines only where somebody is late. */
async function warnings(session: Session, member: Member, cluster: Cluster): Promise<string[]> {
  const late = lateMembers(cluster)
  if (late === undefined) return []
  const began = await timelineBegan(session, member, late.timeline)
  return began === undefined ? [] : leftBehind(late, began)
}

/**
 * The cluster that an instance belongs to, as its member sees it. A member that has lost etcd goes on telling what it saw
 * last, itself as the leader perhaps, though it leads no more: a warning says so, and another which members are left behind.
 * Fails as `requireCluster` does.
 */
export async function clusterMembers(
  host: Host,
  instance: ObservedInstance,
): Promise<Cluster & { readonly scope: string }> {
  const { session, member } = await requireMember(host, instance)
  const [cluster, obstacle] = await Promise.all([
    requireCluster(session, member, instance.id),
    Etcd.of(session.effects, member.config).obstacle(),
  ])
  if (obstacle !== undefined)
    host.log.warning(`members are as ${instance.id} saw them last, since etcd can't be used: ${obstacle}`)
  for (const warning of await warnings(session, member, cluster)) host.log.warning(warning)
  return { ...cluster, scope: member.config.scope }
}
