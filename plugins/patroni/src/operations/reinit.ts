import { setTimeout as pause } from 'node:timers/promises'
import { Cancelled, type Host, type ObservedInstance, operational, usage } from '@pglift/sdk'
import type { Member } from '../member/read.js'
import { type Cluster, type ClusterMember, leaderOf, requireCluster, stateOf } from '../rest/cluster.js'
import type { Session } from '../session.js'
import { beginWait, continueWait } from '../steps/wait.js'
import { requireMember } from './member.js'
import { requestChange } from './request.js'

const POLL_MS = 250

/** The API of another member, with the credentials and certificates of this one: a cluster has them in common. */
function at({ api_url, name }: ClusterMember): string {
  const address = /^https?:\/\/([^/]+)/.exec(api_url ?? '')?.[1]
  if (address !== undefined) return address
  throw operational('PGLIFT_PATRONI_UNREACHABLE', `member '${name}' does not tell where its REST API is`)
}

export interface Reinitialisation {
  /** A node of the cluster; the instance's own when left out. */
  readonly name: string | undefined
  /** Whatever Patroni is doing to the replica is cancelled. */
  readonly force: boolean
  /** Until the replica runs on its new data; else until Patroni has begun. */
  readonly wait: boolean
  readonly dryRun: boolean
}

/** A replica that is made anew, or was. */
export interface Reinitialised {
  readonly cluster: string
  readonly member: string
  /** What it does now, in Patroni's words: `running` on its new data; null when it does not tell. */
  readonly state: string | null
}

function requireReplica(
  cluster: Cluster,
  wanted: string,
  { scope }: Member['config'],
  { id }: ObservedInstance,
): ClusterMember {
  const found = cluster.members.find((each) => each.name === wanted)
  if (found === undefined)
    throw usage('PGLIFT_PATRONI_MEMBER', `'${wanted}' is no member of cluster '${scope}'`, {
      param: '[MEMBER]',
    })
  if (wanted !== leaderOf(cluster)) return found
  throw operational(
    'PGLIFT_PATRONI_LEADER',
    `'${wanted}' is the leader of cluster '${scope}': it can't be made anew`,
    { hint: `switch over first: 'pglift patroni -i ${id} switchover'` },
  )
}

/** Waits until PostgreSQL of the replica has been started anew, and tells what Patroni does meanwhile. */
async function awaitReplica(
  { log, signal }: Host,
  { effects, section }: Session,
  there: Member,
  { name, before }: { name: string; before: string | undefined },
): Promise<void> {
  let wait = beginWait(Date.now())
  for (;;) {
    signal.throwIfAborted()
    const state = await stateOf({ effects }, there)
    const { role, postmaster_start_time: started } = state ?? {}
    if (state?.state === 'running' && role === 'replica' && started !== before) break
    const { activity } = wait
    wait = continueWait(wait, { activity: state?.state ?? '', lines: [], at: Date.now() })
    if (wait.activity !== activity && wait.activity !== '') log.info(`member '${name}': ${wait.activity}`)
    if (Date.now() - wait.since > section.bootstrap_timeout * 1000)
      throw operational(
        'PGLIFT_PATRONI_REINIT',
        `member '${name}' does not run on new data: no progress within ${section.bootstrap_timeout} s (${activity})`,
        { hint: `see Patroni's log on its host: 'pglift patroni logs'` },
      )
    await pause(POLL_MS, undefined, { signal })
  }
  log.info(`member '${name}' follows the leader`)
}

/** Has a replica made anew from the leader: its data are deleted. */
export async function reinitialise(
  host: Host,
  instance: ObservedInstance,
  { name, force, wait, dryRun }: Reinitialisation,
): Promise<Reinitialised> {
  const { session, member } = await requireMember(host, instance)
  const { config } = member
  const cluster = await requireCluster(session, member, instance.id)
  const wanted = name ?? config.name
  const found = requireReplica(cluster, wanted, config, instance)
  const question = `Confirm deletion of the data of member ${wanted}, to copy them from the leader?`
  if (!(await host.ask.confirm(question, true))) throw new Cancelled()
  host.log.info(`reinitializing member '${wanted}' of cluster '${config.scope}'`)
  const answer = (state: string | null) => ({ cluster: config.scope, member: wanted, state })
  if (dryRun) return answer(found.state)
  const there = {
    ...member,
    config: { ...config, restapi: { ...config.restapi, connect_address: at(found) } },
  }
  const before = (await stateOf(session, there))?.postmaster_start_time
  await requestChange(host, { member: there }, instance, `reinitialize '${wanted}'`, {
    method: 'POST',
    path: '/reinitialize',
    body: { force },
  })
  if (wait) await awaitReplica(host, session, there, { name: wanted, before })
  return answer((await stateOf(session, there))?.state ?? null)
}
