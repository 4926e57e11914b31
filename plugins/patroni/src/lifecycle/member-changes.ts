import type { InstanceConfigureEvent, Secret } from '@pglift/sdk'
import { withMemberAccess } from '../member/access.js'
import { accessOf, replicaMethods } from '../member/build.js'
import { joinAddress, type MemberConfig } from '../member/config.js'
import { editMember, type MemberEdits } from '../member/edit.js'
import { type Member, parseMember } from '../member/read.js'
import { siteTree } from '../member/site.js'
import { leavesOf } from '../member/tree.js'
import { planMemberText } from '../member-file.js'
import { isPasswordOf, passwordEdits, usesOf } from '../member-passwords.js'
import type { ClientCertificate, PatroniField } from '../model.js'
import type { Session } from '../session.js'

type Edit = MemberEdits[number]

/** An edit for each value that is given; what is left out stays. */
function setting(
  path: readonly string[],
  values: Readonly<Record<string, string | null | undefined>>,
): Edit[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[[...path, key], value] as const],
  )
}

const credentials = (given: { username: string; password: Secret | null } | null | undefined) => ({
  username: given?.username,
  password: given?.password?.reveal(),
})

const certificate = (given: ClientCertificate | null | undefined) => ({
  sslcert: given?.cert,
  sslkey: given?.key,
  sslpassword: given?.password?.reveal(),
})

/** What the manifest says of the member. */
function fieldEdits(
  { restapi, postgresql, etcd }: PatroniField,
  { config }: Member,
  port: number,
): MemberEdits {
  const { connect_address, listen, authentication } = restapi ?? {}
  const host = postgresql?.connect_host
  const connections = ['postgresql', 'authentication']
  return [
    ...setting(['restapi'], { connect_address, listen }),
    ...setting(['restapi', 'authentication'], credentials(authentication)),
    ...setting(['postgresql'], { connect_address: host ? joinAddress(host, port) : null }),
    ...setting([...connections, 'replication'], certificate(postgresql?.replication?.ssl)),
    ...setting([...connections, 'rewind'], certificate(postgresql?.rewind?.ssl)),
    ...setting([config.etcd3 === undefined ? 'etcd' : 'etcd3'], credentials(etcd)),
  ]
}

/** What the site's settings say by now. Another API of etcd is another cluster: that stays. */
function siteEdits(session: Session, field: PatroniField, { config }: Member): MemberEdits {
  const { use_pg_rewind, pg_hba } = config.postgresql
  const edits = leavesOf(siteTree(session)).filter(
    ([[section = '']]) => !/^etcd3?$/.test(section) || section in config,
  )
  const isNew = session.section.postgresql.use_pg_rewind && use_pg_rewind !== true
  if (!isNew || pg_hba === undefined) return edits
  return [...edits, [['postgresql', 'pg_hba'], withMemberAccess(pg_hba, accessOf(session, field))]]
}

/** How replicas are made of the backups that the instance has by now. Methods that the file names by then keep their order. */
function replicaEdits(
  { replicaCommands, instance }: InstanceConfigureEvent,
  { config }: Member,
): MemberEdits {
  if (replicaCommands.length === 0) return []
  const known = config.postgresql.create_replica_methods ?? []
  const isKnown = replicaCommands.every(({ name }) => known.includes(name))
  return leavesOf(replicaMethods(replicaCommands, instance.waldir))
    .filter(([[key]]) => key !== 'basebackup' && !(isKnown && key === 'create_replica_methods'))
    .map(([path, value]) => [['postgresql', ...path], value])
}

/**
 * The passwords of the manifest. Where the database has another one, the member keeps what it has, or it would lose its
 * connections: a warning says so.
 */
async function declaredPasswords(
  session: Session,
  { desired, observed }: InstanceConfigureEvent,
  member: Member,
): Promise<MemberEdits> {
  const { surole_password, replrole_password } = desired
  const edits: Edit[] = []
  for (const use of usesOf(member)) {
    const { username, connections } = use
    const password = connections.includes('superuser') ? surole_password : replrole_password
    if (!password || password.reveal() === use.password) continue
    if (observed?.running !== true || (await isPasswordOf(session, observed, username, password)))
      edits.push(...passwordEdits(use, password))
    else
      session.log.warning(
        `role '${username}' of ${observed.id} has another password than the manifest says: change it on the leader, by 'pglift role alter ${username} --password'`,
      )
  }
  return edits
}

/** Where etcd is, and how it is reached. */
function etcdOf({ etcd, etcd3 }: MemberConfig): string {
  const { username: _, password: __, ...rest } = etcd3 ?? etcd ?? { hosts: [] }
  return JSON.stringify(rest)
}

/** What the manifest and the site's settings say anew of a member goes to its file. */
export async function planMemberChanges(
  session: Session,
  event: InstanceConfigureEvent,
  field: PatroniField,
  member: Member,
): Promise<void> {
  const { instance, plan, port } = event
  const text = await editMember(member, [
    ...siteEdits(session, field, member),
    ...fieldEdits(field, member, port),
    ...replicaEdits(event, member),
    ...(await declaredPasswords(session, event, member)),
  ])
  if (text === member.text) return
  if (!(await planMemberText(session, plan, { instance, member, text }))) return
  // Patroni takes over no more of it than user and password (its `AbstractEtcdClientWithFailover.reload_config`).
  if (etcdOf(member.config) !== etcdOf((await parseMember(member.path, text)).config))
    session.log.warning(
      `Patroni of ${instance.id} goes on with the etcd that it knows until it is started again`,
    )
}
