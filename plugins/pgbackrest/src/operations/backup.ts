import { type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { type BackupType, backupArgv } from '../argv/backup.js'
import { dueType } from '../due-type.js'
import { localKeys, remoteRepositories, repositoryKeys } from '../repositories.js'
import { runPgbackrest } from '../run.js'
import type { Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { requireStanza, sessionOf } from './session.js'

export interface BackupRequest {
  readonly type: BackupType
  /** Key of the repository. */
  readonly repository?: number
  /** Age of the last full backup, in days, at which this one is full whatever its type. */
  readonly fullAfter?: number
  /** Whether a standby is left to its primary. */
  readonly unlessStandby: boolean
  readonly dryRun: boolean
  readonly onProgress: (percent: number) => void
}

function elsewhere({ id }: ObservedInstance, stanza: string, host: string): Error {
  return operational(
    'PGLIFT_PGBACKREST_REMOTE',
    `backups of ${id} are made by its repository host, ${host}`,
    { hint: `run there: 'pgbackrest --stanza=${stanza} backup'` },
  )
}

/** The repository that gets the backup: the one asked for, else the first that this host makes backups in. */
function chosenRepository(
  { section }: Session,
  instance: ObservedInstance,
  stanza: string,
  wanted: number | undefined,
): number {
  const known = repositoryKeys(section)
  if (wanted !== undefined && !known.includes(wanted))
    throw operational('PGLIFT_PGBACKREST_NO_REPOSITORY', `there is no repository ${wanted}`, {
      hint: `repositories of this site: ${known.join(', ')}; see 'pgbackrest' in the site settings`,
    })
  const local = localKeys(section)
  const key = wanted ?? local[0] ?? 1
  const remote = remoteRepositories(section).find((each) => each.key === key)
  if (remote !== undefined) throw elsewhere(instance, stanza, remote.repository.host)
  return key
}

/** What is kept on another host is that host's to say; pgBackRest here warns that it does not know. */
function retentionElsewhere({ section }: Session): RegExp | undefined {
  const keys = remoteRepositories(section).map(({ key }) => key)
  return keys.length === 0
    ? undefined
    : new RegExp(`^option 'repo(${keys.join('|')})-retention-full' is not set`)
}

function requireRunning({ id, running }: ObservedInstance): void {
  if (running) return
  throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running`, {
    hint: `start it first: 'pglift instance start ${id}'`,
  })
}

async function databases({ sessions }: Host, instance: ObservedInstance): Promise<string[]> {
  const session = await sessions.to(instance)
  const { rows } = await session.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname',
  )
  return rows.map(({ datname }) => datname)
}

/** The type that is due. */
async function typeFor(
  session: Session,
  stanza: string,
  repository: number,
  { type, fullAfter }: BackupRequest,
): Promise<BackupType> {
  if (fullAfter === undefined || type === 'full') return type
  const { backups } = await stanzaInfo(session, stanza)
  return dueType(type, fullAfter, backups, repository, Date.now())
}

/**
 * Makes a backup; the first one of a stanza is always full. On a standby files are copied from it, and the primary is
 * asked to begin and to end. Not journaled, under no lock of pglift's: pgBackRest has its own, resumes what was
 * interrupted, and no change of the instance should have to wait for hours.
 */
export async function backUp(host: Host, instance: ObservedInstance, request: BackupRequest): Promise<void> {
  const session = sessionOf(host)
  const { stanza } = await requireStanza(session, instance)
  const repository = chosenRepository(session, instance, stanza, request.repository)
  requireRunning(instance)
  if (request.unlessStandby && instance.standby !== null)
    return host.log.info(`instance ${instance.id} is a standby: its primary is backed up`)
  host.log.info(`backing up instance ${instance.id} with pgBackRest`)
  const { dryRun, onProgress } = request
  if (dryRun) return
  const argv = backupArgv(session.section, stanza, {
    type: await typeFor(session, stanza, repository, request),
    standby: instance.standby !== null,
    databases: await databases(host, instance),
    repository,
  })
  const { effects, signal, log, settings } = host
  await runPgbackrest(
    argv,
    { processes: effects.processes, signal, log },
    {
      what: `back up stanza '${stanza}'`,
      passfile: settings.postgresql.auth.passfile,
      onProgress,
      hushed: retentionElsewhere(session),
    },
  )
}
