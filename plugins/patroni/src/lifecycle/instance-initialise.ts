import { dirname } from 'node:path'
import { type InstanceInitialiseEvent, operations, Secret } from '@pglift/sdk'
import { fqdn } from '../fqdn.js'
import { type MemberRequest, nodeName } from '../member/build.js'
import { composeMember, memberText } from '../member/compose.js'
import type { MemberConfig } from '../member/config.js'
import { fieldOf } from '../model.js'
import { requirePasswords } from '../passwords.js'
import { patroniService } from '../service.js'
import { configPath, logDirectory, passfilePath, pidPath, type Session } from '../session.js'
import { awaitArgs } from './instance-server.js'

type Plan = InstanceInitialiseEvent['plan']

/** Steps that start Patroni for the first time on a file that the plan has written. */
async function planFirstStart(
  session: Session,
  plan: Plan,
  instance: InstanceInitialiseEvent['instance'],
  config: Pick<MemberConfig, 'name' | 'scope'>,
  isNew: boolean,
): Promise<void> {
  const { execpath, enforce_config_validation: enforce } = session.section
  const { id, datadir } = instance
  const args = { id, datadir, path: configPath(session, instance) }
  const service = patroniService(session, instance, config)
  plan
    .step('patroni.new-logs', { directory: logDirectory(session, instance) })
    .directory(dirname(pidPath(session, instance)), 0o755)
  if (!isNew) plan.step('patroni.validate', { ...args, execpath, enforce })
  plan.step('patroni.cluster-state', args, { title: 'bootstrapping PostgreSQL with Patroni' })
  await session.services.enable(plan, service)
  await session.services.start(plan, service)
  plan.step('patroni.await-member', awaitArgs(session, instance, config, true))
}

/** Steps that write a member's file and start it; that of a new instance was found valid by `instanceCheck`. */
export async function planMemberFile(
  session: Session,
  plan: Plan,
  request: MemberRequest,
  { isNew }: { readonly isNew: boolean },
): Promise<void> {
  const { instance } = request
  const tree = await composeMember(session, request)
  const [path, passfile] = [configPath(session, instance), passfilePath(session, instance)]
  plan
    .directory(dirname(path), 0o750)
    .directory(dirname(passfile), 0o750)
    // Patroni fills it, and would leave it behind when all of this is undone.
    .file({ path: passfile, content: new Secret(''), mode: 0o600 })
    .file(
      { path, content: new Secret(await memberText(tree)), mode: 0o600 },
      { title: 'setting up Patroni service' },
    )
  const identity = { name: nodeName(request), scope: request.field.cluster }
  await planFirstStart(session, plan, instance, identity, isNew)
}

/** Patroni makes the data directory: the cluster's first, or a copy of its leader. */
export function instanceInitialise(
  session: Session,
  creating: Set<string>,
): (event: InstanceInitialiseEvent) => Promise<true | undefined> {
  return async (event) => {
    const { instance, desired, plan, conf } = event
    const field = fieldOf(desired)
    if (field === null || event.purpose !== 'create') return undefined
    const request = { ...event, field, fqdn: await fqdn(session.effects, field) }
    requirePasswords(session, request)
    creating.add(instance.id)
    const { datadir, waldir } = instance
    const sockets = (await operations()).firstSocketDirectory(conf)
    plan.step('data-directory.create', { datadir, waldir })
    if (sockets?.startsWith('/')) plan.directory(sockets, 0o755)
    await planMemberFile(session, plan, request, { isNew: true })
    return true
  }
}
