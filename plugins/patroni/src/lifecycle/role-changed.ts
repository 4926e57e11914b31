import type { RoleEvent } from '@pglift/sdk'
import { type Member, memberOf } from '../member/read.js'
import { planPassword, usesOf } from '../member-passwords.js'
import { clusterOf } from '../rest/cluster.js'
import type { Session } from '../session.js'

async function warnOfOthers(session: Session, member: Member, role: string): Promise<void> {
  const { members = [] } = (await clusterOf(session, member)) ?? {}
  const others = members.flatMap(({ name }) => (name === member.config.name ? [] : [name]))
  if (others.length === 0) return
  session.log.warning(
    `other members know the former password of role '${role}': run 'pglift patroni set-password ${role}' on ${others.join(', ')}`,
  )
}

/** Patroni connects with the passwords of its own file: there, a new one of a role that members use follows. */
export function roleChanged(session: Session): (event: RoleEvent) => Promise<void> {
  return async ({ instance, role, change, plan }) => {
    const { name, password, encrypted_password } = role
    if (change !== 'alter' || (password === null && encrypted_password === null)) return
    const member = await memberOf(session, instance)
    const use = member && usesOf(member).find(({ username }) => username === name)
    if (member === undefined || use === undefined) return
    if (password === null)
      return session.log.warning(
        `Patroni of ${instance.id} needs the password of role '${name}' in clear: run 'pglift patroni set-password ${name}' on all members`,
      )
    if (await planPassword(session, plan, { instance, member, use, password }))
      await warnOfOthers(session, member, name)
  }
}
