import { dirname, join } from 'node:path'
import { type InstanceActionEvent, Secret } from '@pglift/sdk'
import { isForsaken } from '../etcd.js'
import { type Member, memberOf } from '../member/read.js'
import { logDirectory, passfilePath, pidPath, type Session } from '../session.js'

const stamp = (): string =>
  new Date()
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(':', '-')

/** The last one takes the cluster's configuration with it: it is kept, to make it again. */
async function planSaved(
  session: Session,
  { instance, plan }: InstanceActionEvent,
  member: Member,
): Promise<void> {
  const { name, scope } = member.config
  const base = join(dirname(member.path), `${scope}-${name}-${stamp()}`)
  session.log.warning(
    `'${name}' appears to be the last member of cluster '${scope}', saving Patroni configuration file to ${base}.yaml; its state stays in etcd until 'patronictl -c ${base}.yaml remove ${scope}'`,
  )
  plan.file({ path: `${base}.yaml`, content: new Secret(member.text), mode: 0o600 })
  const passwords = await session.effects.files.readText(passfilePath(session, instance))
  if (passwords !== undefined)
    plan.file({ path: `${base}.pgpass`, content: new Secret(passwords), mode: 0o600 })
}

/** Removes what belongs to a member: its files, passwords and logs. */
export function instanceDropped(
  session: Session,
  last: ReadonlySet<string>,
): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    const member = await memberOf(session, instance)
    if (member === undefined) return
    if (last.has(instance.id)) await planSaved(session, event, member)
    const { id, datadir } = instance
    if (!(await isForsaken(session.effects, member.config, instance)))
      plan.step('patroni.forget-member', { id, datadir, path: member.path })
    plan
      .removeFile(member.path, { title: 'deconfiguring Patroni service' })
      .removeFile(passfilePath(session, instance))
      .removeFile(pidPath(session, instance))
      .removeTree(logDirectory(session, instance))
  }
}
