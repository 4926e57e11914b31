import { type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { unreachable } from '../rest/cluster.js'
import { askMember } from '../rest/member-api.js'
import type { MemberContext } from './member.js'

export interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

/** Patroni itself gives up after ttl or so. */
const PATIENCE_MS = 300_000

/**
 * Asks a member's REST API for a change and answers what it says. Fails with its reason when it refuses. Not journaled,
 * under no lock of pglift's: the cluster does it, or not, whatever becomes of this process, and nobody here can undo it.
 */
export async function requestChange(
  host: Host,
  { member }: Pick<MemberContext, 'member'>,
  { id }: Pick<ObservedInstance, 'id'>,
  what: string,
  { method, path, body }: Change,
): Promise<string> {
  const answer = await askMember(host.effects, member.config, path, {
    method,
    timeoutMs: PATIENCE_MS,
    ...(body === undefined ? {} : { body }),
  })
  if ('problem' in answer) throw unreachable(member, id, answer.problem)
  const said = answer.body.trim()
  if (answer.status < 300) return said
  throw operational(
    'PGLIFT_PATRONI_REFUSED',
    `Patroni refuses to ${what}: ${said === '' ? `status ${answer.status}` : said}`,
    {
      hint: `see 'pglift patroni -i ${id} members'`,
    },
  )
}
