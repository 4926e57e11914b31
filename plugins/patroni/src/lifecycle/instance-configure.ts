import { dirname, join } from 'node:path'
import {
  type InstanceConfigureEvent,
  type InstanceUpgradeEvent,
  type ObservedInstance,
  reachable,
  Secret,
} from '@pglift/sdk'
import { joinListen } from '../member/build.js'
import { joinAddress, splitAddress } from '../member/config.js'
import { editMember, type MemberEdits } from '../member/edit.js'
import { divide, toParameters } from '../member/parameters.js'
import { type Member, memberOf } from '../member/read.js'
import { leavesOf, type Tree } from '../member/tree.js'
import { fieldOf } from '../model.js'
import { serverArgs } from '../server-args.js'
import { patroniService } from '../service.js'
import { configPath, logDirectory, passfilePath, type Session } from '../session.js'

function addresses({ config }: Member, { conf, port }: InstanceConfigureEvent) {
  const { host } = splitAddress(config.postgresql.connect_address)
  return {
    listen: joinListen(String(conf.listen_addresses ?? '*'), port),
    connect_address: joinAddress(host, port),
  }
}

async function planMember(session: Session, event: InstanceConfigureEvent, member: Member): Promise<void> {
  const { plan, conf, observed, instance } = event
  const isDynamic = session.section.configuration_mode.parameters === 'dynamic'
  const { listen, connect_address } = addresses(member, event)
  const text = await editMember(member, [
    [['postgresql', 'parameters'], toParameters(isDynamic ? divide(conf).member : conf)],
    [['postgresql', 'listen'], listen],
    [['postgresql', 'connect_address'], connect_address],
  ])
  if (observed?.running === true)
    plan.step('patroni.keep-loaded', serverArgs(session, { ...observed, ...instance }))
  plan.file(
    { path: member.path, content: new Secret(text), mode: 0o600 },
    { title: 'configuring PostgreSQL' },
  )
  if (isDynamic) planCluster(event, member)
}

/** What all members have in common goes to etcd, through the member's API. */
function planCluster({ plan, changes, observed, instance }: InstanceConfigureEvent, { path }: Member): void {
  const values = Object.fromEntries(
    Object.entries(changes).map(([name, [, value]]) => [name, value ?? false]),
  )
  const { cluster } = divide(values)
  const wanted = Object.fromEntries(
    Object.keys(cluster).map((name) => {
      const value = changes[name]?.[1] ?? null
      return [name, value === null ? null : (toParameters({ [name]: value })[name] ?? null)]
    }),
  )
  if (Object.keys(wanted).length === 0 || observed === undefined) return
  const args = { id: instance.id, path, datadir: instance.datadir, instance: reachable(observed) }
  plan.step('patroni.cluster-parameters', { ...args, parameters: wanted })
}

/** Command lines that say where the data are, of replica methods and restore_command: said anew for the new directory. */
function commandEdits(
  { config }: Member,
  from: Pick<ObservedInstance, 'datadir' | 'waldir'>,
  to: Pick<ObservedInstance, 'datadir' | 'waldir'>,
): MemberEdits {
  const replaced = (text: string) =>
    text.replaceAll(from.datadir, to.datadir).replaceAll(from.waldir, to.waldir)
  return leavesOf(config.postgresql as unknown as Tree).flatMap(([path, value]) =>
    typeof value === 'string' && /^(restore_)?command$/.test(path.at(-1) ?? '')
      ? [[['postgresql', ...path], replaced(value)] as const]
      : [],
  )
}

/** Patroni's copy of what etcd holds for the whole cluster: where etcd has nothing, it is put there. */
const DYNAMIC = 'patroni.dynamic.json'

/**
 * A new member in the place of one whose cluster was upgraded: its file is the former one's, for another directory, and the
 * cluster's configuration is the former one, too.
 */
async function planUpgraded(
  session: Session,
  { plan, instance, conf, port }: InstanceConfigureEvent,
  { from, member }: Former,
): Promise<void> {
  const host = splitAddress(member.config.postgresql.connect_address).host
  const path = configPath(session, instance)
  const { datadir, bindir, waldir } = instance
  const text = await editMember(member, [
    [['log', 'dir'], logDirectory(session, instance)],
    [['bootstrap', 'initdb'], [{ waldir }]],
    [['postgresql', 'data_dir'], datadir],
    [['postgresql', 'bin_dir'], bindir],
    [['postgresql', 'pgpass'], passfilePath(session, instance)],
    [['postgresql', 'basebackup'], [{ waldir }]],
    [['postgresql', 'listen'], joinListen(String(conf.listen_addresses ?? '*'), port)],
    [['postgresql', 'connect_address'], joinAddress(host, port)],
    [['postgresql', 'parameters'], toParameters(conf)],
    ...commandEdits(member, from, instance),
  ])
  await session.services.disable(plan, patroniService(session, from, member.config))
  plan
    .directory(dirname(path), 0o750)
    .file({ path, content: new Secret(text), mode: 0o600 }, { title: 'setting up Patroni service' })
    .step('patroni.new-logs', { directory: logDirectory(session, instance) })
  const dynamic = await session.effects.files.readText(join(from.datadir, DYNAMIC))
  if (dynamic !== undefined)
    plan.file({ path: join(datadir, DYNAMIC), content: new Secret(dynamic), mode: 0o600 })
  plan.step(
    'patroni.forget-cluster',
    { id: instance.id, path, datadir },
    { title: `removing '${member.config.scope}' cluster state from DCS` },
  )
}

interface Former {
  readonly from: ObservedInstance
  readonly member: Member
}

/** A member's configuration goes into its own file; PostgreSQL's is Patroni's to write. */
export function configuring(session: Session) {
  const formers = new Map<string, Former>()
  const upgraded = async ({ from, to }: InstanceUpgradeEvent): Promise<void> => {
    const member = await memberOf(session, from)
    if (member !== undefined) formers.set(to.id, { from, member })
  }
  const configure = async (event: InstanceConfigureEvent): Promise<true | undefined> => {
    // While the member is made, its file holds all of it.
    if (event.purpose === 'create') return fieldOf(event.desired) === null ? undefined : true
    const former = event.purpose === 'upgrade' ? formers.get(event.instance.id) : undefined
    if (former !== undefined) {
      await planUpgraded(session, event, former)
      return true
    }
    const member = await memberOf(session, event.instance)
    if (member === undefined) return undefined
    await planMember(session, event, member)
    return true
  }
  return { upgraded, configure }
}
