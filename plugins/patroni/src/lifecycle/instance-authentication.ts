import { type InstanceAuthenticationEvent, operations, Secret } from '@pglift/sdk'
import { linesOf, withoutHeader } from '../member/access.js'
import { splitAddress } from '../member/config.js'
import { editMember } from '../member/edit.js'
import { type Member, memberOf } from '../member/read.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import type { ServerArgs } from '../steps/server.js'

async function targetOf(
  { instance }: InstanceAuthenticationEvent,
  { config: { postgresql }, path }: Member,
): Promise<ServerArgs> {
  const { firstSocketDirectory } = await operations()
  const { id, datadir, version, name, qualname } = instance
  const { port } = splitAddress(postgresql.listen)
  const socketDirectory = firstSocketDirectory(postgresql.parameters ?? {})
  return { id, datadir, path, instance: { id, version, name, qualname, port, socketDirectory } }
}

async function planHba(session: Session, event: InstanceAuthenticationEvent, member: Member): Promise<void> {
  const { plan, title } = event
  const target = await targetOf(event, member)
  const lines = linesOf(withoutHeader(event.hba.reveal()))
  if (session.section.configuration_mode.auth === 'dynamic') {
    plan.step('patroni.cluster-hba', { ...target, hba: new Secret(lines.join('\n')) }, { title })
    return
  }
  const text = await editMember(member, [[['postgresql', 'pg_hba'], lines]])
  plan
    .step('patroni.keep-loaded', target)
    .file({ path: member.path, content: new Secret(text), mode: 0o600 }, { title })
}

/** pg_hba.conf of a member is in its own file, or in etcd for all members. */
export function instanceAuthentication(
  session: Session,
): (event: InstanceAuthenticationEvent) => Promise<true | undefined> {
  return async (event) => {
    // While the member is made, its file holds all of it.
    if (event.desired !== undefined) return fieldOf(event.desired) === null ? undefined : true
    const member = await memberOf(session, event.instance)
    if (member === undefined) return undefined
    await planHba(session, event, member)
    return true
  }
}
