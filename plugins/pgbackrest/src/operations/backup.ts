import { type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { type BackupType, backupArgv } from '../argv/backup.js'
import { runPgbackrest } from '../run.js'
import type { Session } from '../session.js'
import { requireStanza, sessionOf } from './session.js'

export interface BackupRequest {
  readonly type: BackupType
  /** Key of the repository. */
  readonly repository?: number
  readonly dryRun: boolean
  readonly onProgress: (percent: number) => void
}

function requireHere({ section }: Session, { id }: ObservedInstance, stanza: string): void {
  const { repository } = section
  if (repository.mode === 'path') return
  throw operational(
    'PGLIFT_PGBACKREST_REMOTE',
    `backups of ${id} are made by its repository host, ${repository.host}`,
    { hint: `run there: 'pgbackrest --stanza=${stanza} backup'` },
  )
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

/**
 * Makes a backup; the first one of a stanza is always full. On a standby files are copied from it, and the primary is
 * asked to begin and to end. Not journaled, under no lock of pglift's: pgBackRest has its own, resumes what was
 * interrupted, and no change of the instance should have to wait for hours.
 */
export async function backUp(host: Host, instance: ObservedInstance, request: BackupRequest): Promise<void> {
  const session = sessionOf(host)
  const { stanza } = await requireStanza(session, instance)
  requireHere(session, instance, stanza)
  requireRunning(instance)
  host.log.info(`backing up instance ${instance.id} with pgBackRest`)
  const { type, repository, dryRun, onProgress } = request
  if (dryRun) return
  const argv = backupArgv(session.section, stanza, {
    type,
    standby: instance.standby !== null,
    databases: await databases(host, instance),
    ...(repository === undefined ? {} : { repository }),
  })
  const { effects, signal, log, settings } = host
  await runPgbackrest(
    argv,
    { processes: effects.processes, signal, log },
    { what: `back up stanza '${stanza}'`, passfile: settings.postgresql.auth.passfile, onProgress },
  )
}
