import { componentSession, type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { type Member, memberOf } from '../member/read.js'
import type { Session } from '../session.js'
import type { PatroniSettings } from '../settings.js'

/** What the component's commands work with. */
export interface MemberContext {
  readonly session: Session
  readonly member: Member
}

/** The member that an instance is. Fails with `PGLIFT_PATRONI_NONE` for a plain instance. */
export async function requireMember(host: Host, instance: ObservedInstance): Promise<MemberContext> {
  const session = componentSession<PatroniSettings>(host, 'patroni')
  const member = await memberOf(session, instance)
  if (member !== undefined) return { session, member }
  throw operational('PGLIFT_PATRONI_NONE', `instance ${instance.id} is not managed by Patroni`, {
    hint: "it was created without a cluster ('--patroni-cluster')",
  })
}
