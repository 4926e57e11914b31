import type { Host, ObservedInstance } from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import { type Cluster, leaderOf, requireCluster } from '../rest/cluster.js'
import { requireMember } from './member.js'

/**
 * What is to be said of members that run on another timeline than their leader: just after a failover all do for a moment,
 * but one that has replayed WAL which the new leader never had stays there, and Patroni, which looks for that when PostgreSQL
 * starts or its leader changes, calls it running. Names each with its timeline and what sets it right.
 */
export function leftBehind(cluster: Cluster): string[] {
  const leader = leaderOf(cluster)
  const timeline = cluster.members.find(({ name }) => name === leader)?.timeline ?? null
  return cluster.members
    .filter((member) => timeline !== null && member.timeline !== null && member.timeline < timeline)
    .map(
      (member) =>
        `${member.name} is on timeline ${member.timeline}, while ${leader} leads on ${timeline}; if that lasts, ` +
        `'pglift instance stop' and 'start' there have Patroni rewind it, or 'pglift patroni reinit' makes it anew`,
    )
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
  for (const warning of leftBehind(cluster)) host.log.warning(warning)
  return { ...cluster, scope: member.config.scope }
}
