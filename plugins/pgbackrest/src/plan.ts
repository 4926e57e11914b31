import type { Plan, Secret } from '@pglift/sdk'
import type { Member } from './conf/stanza.js'
import { repositoryKeys } from './repositories.js'
import { editLock, type Session, stanzaPath } from './session.js'
import type { NewStanza } from './steps/stanza.js'
import type { ConnectingArgs } from './steps/tool.js'

/** How pgBackRest reaches an instance: by its socket, unless that is one without a file. */
export function memberFor(
  { settings }: Pick<Session, 'settings'>,
  datadir: string,
  port: number,
  socketDirectory: string | undefined,
): Member {
  const { name: user } = settings.postgresql.backuprole
  const hasFile = socketDirectory !== undefined && !socketDirectory.startsWith('@')
  return { path: datadir, port, user, ...(hasFile ? { socketPath: socketDirectory } : {}) }
}

/** The step that binds an instance to its stanza, or brings its port and socket up to date. */
export function planStanzaFile(
  session: Session,
  plan: Plan,
  stanza: string,
  member: Member,
  { former = member.path, exclusive = false } = {},
): void {
  const [path, lock] = [stanzaPath(session.section, stanza), editLock(session)]
  plan.step(
    'pgbackrest.stanza-file',
    { path, lock, stanza, member, datadir: former, ...(exclusive ? { exclusive } : {}) },
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

/** The step that makes a stanza in the repositories that don't have it yet. */
export function planStanza(
  { section }: Pick<Session, 'section'>,
  plan: Plan,
  stanza: string,
  datadir: string,
  further: Pick<NewStanza, 'existed' | 'afterwards'> = {},
): void {
  const { execpath, configpath, logpath } = section
  const repositories = repositoryKeys(section)
  plan.step(
    'pgbackrest.stanza-create',
    { execpath, configpath, stanza, datadir, repositories, logpath, ...further },
    { title: `creating pgBackRest stanza ${stanza}` },
  )
}
