import type { InstanceConfigureEvent, Reachable, Secret } from '@pglift/sdk'
import { repositoryKeys } from '../conf/base.js'
import type { Member } from '../conf/stanza.js'
import { fieldOf } from '../model.js'
import { editLock, type Session, stanzaPath } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { boundStanza } from '../stanzas.js'
import type { ConnectingArgs } from '../steps/tool.js'

/** First directory of a list of socket directories; none for sockets without a file. */
export function socketDirectory(conf: InstanceConfigureEvent['conf']): string | undefined {
  const [first = ''] = String(conf.unix_socket_directories ?? '').split(',')
  const directory = first.trim().replace(/^"(.*)"$/, '$1')
  return directory === '' || directory.startsWith('@') ? undefined : directory
}

/** How pgBackRest reaches an instance. */
export function memberFor(
  { settings }: Pick<Session, 'settings'>,
  datadir: string,
  port: number,
  socketPath: string | undefined,
): Member {
  const { name: user } = settings.postgresql.backuprole
  return { path: datadir, port, user, ...(socketPath === undefined ? {} : { socketPath }) }
}

type Plan = InstanceConfigureEvent['plan']

/** The step that binds an instance to its stanza, or brings its port and socket up to date. */
export function planStanzaFile(
  session: Session,
  plan: Plan,
  stanza: string,
  member: Member,
  former = member.path,
): void {
  plan.step(
    'pgbackrest.stanza-file',
    { path: stanzaPath(session.section, stanza), lock: editLock(session), stanza, member, datadir: former },
    { title: `configuring pgBackRest stanza '${stanza}' for pg1-path=${member.path}` },
  )
}

/** What steps need whose pgBackRest connects. */
export function connectingArgs(
  { section, settings }: Pick<Session, 'section' | 'settings'>,
  stanza: string,
  datadir: string,
  password?: Secret | null,
): ConnectingArgs {
  const { execpath, configpath } = section
  const { passfile } = settings.postgresql.auth
  return { execpath, configpath, stanza, datadir, passfile, ...(password ? { password } : {}) }
}

/** The step that proves that WAL arrives. */
export function planCheck(plan: Plan, args: ConnectingArgs): void {
  plan.step('pgbackrest.check', args, {
    title: `checking pgBackRest configuration for stanza '${args.stanza}'`,
  })
}

const RECOVERY_SECONDS = 3600

function planAwaitRecovery({ instance, port, conf, plan }: InstanceConfigureEvent): void {
  const { id, version, name, qualname } = instance
  const target: Reachable = { id, version, name, qualname, port, socketDirectory: socketDirectory(conf) }
  plan.step('pgbackrest.await-recovery', { instance: target, seconds: RECOVERY_SECONDS, required: true })
}

const ON_STANDBY = 'not checking pgBackRest configuration on a standby'

/** A stanza on another host is created there, once that host can reach the instance. */
function missingThere(stanza: string, host: string): string {
  return `stanza '${stanza}' must be created on its repository host, ${host}, before WAL can be archived: 'pgbackrest --stanza=${stanza} stanza-create'`
}

/** On creation, while the server runs: the stanza in the repositories, then the proof. */
async function planNew(
  session: Session,
  event: InstanceConfigureEvent,
  stanza: string,
  isRestored: boolean,
): Promise<void> {
  const { instance, desired, plan } = event
  const { section } = session
  const { datadir } = instance
  if (desired.standby !== null) {
    plan.step('pgbackrest.unchecked', { why: ON_STANDBY })
    return
  }
  if (isRestored) planAwaitRecovery(event)
  const { execpath, configpath, logpath, repository } = section
  if (repository.mode === 'path')
    plan.step(
      'pgbackrest.stanza-create',
      { execpath, configpath, stanza, datadir, repositories: repositoryKeys(section), logpath },
      { title: `creating pgBackRest stanza ${stanza}` },
    )
  else if (!(await stanzaInfo(session, stanza)).exists) {
    plan.step('pgbackrest.unchecked', { why: missingThere(stanza, repository.host) })
    return
  }
  planCheck(plan, connectingArgs(session, stanza, datadir, fieldOf(desired)?.password))
}

/** The stanza's file follows port and sockets; a new primary gets its stanza, and proves that it archives. */
export function instanceConfigured(
  session: Session,
  restored: ReadonlySet<string>,
): (event: InstanceConfigureEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, conf, port, purpose, plan } = event
    const bound = await boundStanza(session, instance.datadir)
    const stanza = fieldOf(desired)?.stanza ?? bound?.stanza
    if (stanza === undefined) return
    planStanzaFile(session, plan, stanza, memberFor(session, instance.datadir, port, socketDirectory(conf)))
    if (purpose === 'create') await planNew(session, event, stanza, restored.has(instance.id))
  }
}
