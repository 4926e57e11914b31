import type { Host, ObservedInstance } from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import { type Cluster, requireCluster } from '../rest/cluster.js'
import { requireMember } from './member.js'

/**
 * The cluster that an instance belongs to, as its member sees it. A member that has lost etcd goes on telling what it saw
 * last, itself as the leader perhaps, though it leads no more: a warning says so. Fails as `requireCluster` does.
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
  return { ...cluster, scope: member.config.scope }
}
