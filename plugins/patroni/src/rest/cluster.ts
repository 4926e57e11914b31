import { operational } from '@pglift/sdk'
import { Etcd } from '../etcd.js'
import type { Member } from '../member/read.js'
import type { Reading } from '../session.js'
import { apiUrl, askMember, jsonOf } from './member-api.js'

/** A member of a cluster, as `pglift instance get` shows it. */
export interface ClusterMember {
  readonly name: string
  readonly host: string | null
  readonly port: number | null
  /** `leader`, `replica`, `sync_standby`, `standby_leader`. */
  readonly role: string
  readonly state: string
  readonly api_url: string | null
  readonly timeline: number | null
  /** Bytes; `unknown` when the member does not tell. */
  readonly lag: number | string | null
  readonly pending_restart: boolean
}

export interface Cluster {
  readonly members: readonly ClusterMember[]
  readonly paused: boolean
}

interface ClusterAnswer {
  readonly members?: readonly (Partial<ClusterMember> & { name: string })[]
  readonly pause?: boolean
}

/** State of a member by itself (Patroni documentation, "REST API"). */
export interface MemberState {
  readonly state: string
  readonly role?: string
  /** Differs for every start of PostgreSQL; absent while it does not run. */
  readonly postmaster_start_time?: string
  /** Whether it holds the leader key and has its PostgreSQL take writes, or lead a standby cluster. */
  readonly leads: boolean
}

const LEADING: ReadonlySet<string> = new Set(['leader', 'standby_leader'])

/** Name of the member that leads; undefined: none does. */
export function leaderOf({ members }: Cluster): string | undefined {
  return members.find(({ role }) => LEADING.has(role))?.name
}

/** All members, as the given one sees them; undefined when it can't be asked. */
export async function clusterOf(
  { effects }: Pick<Reading, 'effects'>,
  { config }: Member,
): Promise<Cluster | undefined> {
  const answer = jsonOf<ClusterAnswer>(await askMember(effects, config, '/cluster'))
  if (answer?.members === undefined) return undefined
  const members = answer.members.map((member) => ({
    name: member.name,
    host: member.host ?? null,
    port: member.port ?? null,
    role: member.role ?? 'unknown',
    state: member.state ?? 'unknown',
    api_url: member.api_url ?? null,
    timeline: member.timeline ?? null,
    lag: member.lag ?? null,
    pending_restart: member.pending_restart === true,
  }))
  return { members, paused: answer.pause === true }
}

/**
 * What a member says of itself; undefined when its API does not answer. Asked at `/leader`: `/patroni` tells the same, but
 * tries for seconds to reach a PostgreSQL that is only starting.
 */
export async function stateOf(
  { effects }: Pick<Reading, 'effects'>,
  { config }: Pick<Member, 'config'>,
): Promise<MemberState | undefined> {
  const answer = await askMember(effects, config, '/leader')
  const said = jsonOf<Omit<MemberState, 'leads'>>(answer)
  return said === undefined ? undefined : { ...said, leads: 'status' in answer && answer.status === 200 }
}

type HistoryLine = readonly [timeline: number, lsn: number, reason: string, promoted?: string, by?: string]

/**
 * When the leader began that timeline, in milliseconds since 1970 (Patroni documentation, `GET /history`); undefined: only now,
 * or nobody knows.
 */
export async function timelineBegan(
  { effects }: Pick<Reading, 'effects'>,
  { config }: Pick<Member, 'config'>,
  timeline: number,
): Promise<number | undefined> {
  const lines = jsonOf<readonly HistoryLine[]>(await askMember(effects, config, '/history')) ?? []
  const began = Date.parse(lines.find(([former]) => former === timeline - 1)?.[3] ?? '')
  return Number.isNaN(began) ? undefined : began
}

/** The error for an API that does not answer. */
export function unreachable(member: Pick<Member, 'config'>, id: string, why = ''): Error {
  return operational(
    'PGLIFT_PATRONI_UNREACHABLE',
    `REST API server for ${id} is unreachable; is the instance running?${why === '' ? '' : ` (${why})`}`,
    { hint: `it should answer at ${apiUrl(member.config)}; see 'pglift patroni -i ${id} logs'` },
  )
}

/** Why a member can't tell of its cluster: it does not answer, or it can't use etcd itself. */
async function withoutCluster(session: Pick<Reading, 'effects'>, member: Member, id: string): Promise<Error> {
  if ((await stateOf(session, member)) === undefined) return unreachable(member, id)
  const obstacle = await Etcd.of(session.effects, member.config).obstacle()
  const why = obstacle === undefined ? 'its REST API is late; try again' : `etcd can't be used: ${obstacle}`
  return operational('PGLIFT_PATRONI_DCS', `Patroni of ${id} runs, but can't tell of its cluster: ${why}`, {
    hint: `see 'pglift patroni -i ${id} logs'`,
  })
}

/** The same as `clusterOf`; fails with `PGLIFT_PATRONI_UNREACHABLE` or `PGLIFT_PATRONI_DCS`. */
export async function requireCluster(
  session: Pick<Reading, 'effects'>,
  member: Member,
  id: string,
): Promise<Cluster> {
  const cluster = await clusterOf(session, member)
  if (cluster === undefined) throw await withoutCluster(session, member, id)
  return cluster
}
