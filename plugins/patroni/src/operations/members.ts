import type { Host, ObservedInstance } from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import type { Member } from '../member/read.js'
import { type Cluster, type ClusterMember, leaderOf, requireCluster, timelineBegan } from '../rest/cluster.js'
import type { Session } from '../session.js'
import { requireMember } from './member.js'

/** Replicas follow a new leader within moments; how long nothing is said of those that don't yet. */
const PATIENCE_MS = 30_000

/**
 * What is to be said of members that run on another timeline than their leader, whose began at `beganMs`: one that has
 * replayed WAL which the new leader never had stays there, and Patroni, which looks for that when PostgreSQL starts or its
 * leader changes, calls it running. Names each with its timeline and what sets it right.
 */
export function leftBehind({ members }: Cluster, leader: LeadingMember, beganMs: number): string[] {
  if (Date.now() - beganMs < PATIENCE_MS) return []
  return behind(members, leader).map(
    ({ name, timeline }) =>
      `${name} is still on timeline ${timeline}, while ${leader.name} leads on ${leader.timeline}: 'pglift instance stop' ` +
      `and 'start' there have Patroni rewind it, or 'pglift patroni reinit' makes it anew`,
  )
}

type LeadingMember = Pick<ClusterMember, 'name'> & { readonly timeline: number }

function leadingMember(cluster: Cluster): LeadingMember | undefined {
  const name = leaderOf(cluster)
  const timeline = cluster.members.find((member) => member.name === name)?.timeline ?? undefined
  return name === undefined || timeline === undefined ? undefined : { name, timeline }
}

const behind = (members: readonly ClusterMember[], leader: LeadingMember) =>
  members.filter(({ timeline }) => timeline !== null && timeline < leader.timeline)

/** Asks for the history of timelines only where somebody is behind. */
async function warnings(session: Session, member: Member, cluster: Cluster): Promise<string[]> {
  const leader = leadingMember(cluster)
  if (leader === undefined || behind(cluster.members, leader).length === 0) return []
  const began = await timelineBegan(session, member, leader.timeline)
  return began === undefined ? [] : leftBehind(cluster, leader, began)
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
