import { setTimeout as pause } from 'node:timers/promises'
import { type Host, type ObservedInstance, operational, operations, Plan, usage } from '@pglift/sdk'
import { isPasswordOf, planPassword, usesOf } from '../member-passwords.js'
import type { RolePassword } from '../password-model.js'
import type { Session } from '../session.js'
import { requireMember } from './member.js'

/** How long a password that was changed on the leader may take to a replica. */
const PATIENCE_MS = 5000

/** Whether the role has the password in the database, or on a replica has it within moments. */
async function isInDatabase(
  session: Session,
  instance: ObservedInstance,
  { role, password }: RolePassword,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + (instance.standby === null ? 0 : PATIENCE_MS)
  while (!(await isPasswordOf(session, instance, role, password))) {
    if (Date.now() >= deadline) return false
    await pause(200, undefined, { signal })
  }
  return true
}

/**
 * Gives Patroni of an instance the password of a role. Fails with `PGLIFT_PATRONI_PASSWORD` when the database has another
 * one: with that the member would lose its connections.
 */
export async function setPassword(
  host: Host,
  instance: ObservedInstance,
  { role, password, dryRun }: RolePassword & { readonly dryRun: boolean },
): Promise<void> {
  const { session, member } = await requireMember(host, instance)
  const use = usesOf(member).find(({ username }) => username === role)
  if (use === undefined) {
    const roles = usesOf(member).map(({ username }) => username)
    const message = `Patroni of ${instance.id} has no password of '${role}' (roles: ${roles.join(', ') || 'none'})`
    throw usage('PGLIFT_PATRONI_ROLE', message, { param: 'ROLE' })
  }
  if (instance.running && !(await isInDatabase(session, instance, { role, password }, host.signal)))
    throw operational('PGLIFT_PATRONI_PASSWORD', `role '${role}' has another password in the database`, {
      hint: `change it first, on the leader: 'pglift role -i ${instance.id} alter ${role} --password'`,
    })
  const plan = new Plan()
  if (!(await planPassword(session, plan, { instance, member, use, password })))
    return host.log.info(`Patroni of ${instance.id} knows the password of '${role}' already`)
  const { operateOn } = await operations()
  await operateOn(host, instance, { verb: 'patroni set-password', dryRun }, (operation) =>
    operation.apply(plan),
  )
}
