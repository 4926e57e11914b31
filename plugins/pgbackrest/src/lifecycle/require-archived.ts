import { join } from 'node:path'
import { Cancelled, type InstanceActionEvent, operations } from '@pglift/sdk'
import type { Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { waitingSegments } from '../unarchived.js'

type Instance = InstanceActionEvent['instance']

/** A pid file alone proves nothing: a server that was killed leaves it behind. */
async function isRunning({ effects: { files, processes } }: Session, datadir: string): Promise<boolean> {
  const pid = Number((await files.readText(join(datadir, 'postmaster.pid')))?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !processes.isAlive(pid)) return false
  return processes.workingDirectory(pid) === (await files.realPath(datadir))
}

/** What of the instance's WAL no repository has; undefined when nothing is missing, or the server still runs. */
async function missingWal(session: Session, { datadir, waldir }: Instance): Promise<string | undefined> {
  if (await isRunning(session, datadir)) return undefined
  const { effects } = session
  const wal = (await effects.files.realPath(join(datadir, 'pg_wal'))) ?? waldir
  const { length } = await waitingSegments(effects, wal)
  if (length > 0) return `${length} segment(s) of its WAL could not be archived`
  const { readControlData } = await operations()
  const state = (await readControlData(effects, datadir))?.state ?? ''
  // Then its last segment was finished.
  const wasShutDown = ['shut down', 'shut down in recovery'].includes(state)
  return wasShutDown ? undefined : 'it crashed, and its last WAL was not archived'
}

/** Whether backups are kept that would go on with that WAL; yes when that can't be found out. */
async function hasBackups(
  session: Session,
  stanza: string,
  instance: Instance,
  deleted: readonly number[],
): Promise<boolean> {
  const info = await stanzaInfo(session, stanza).catch(() => undefined)
  if (info === undefined || info.problems.length > 0) return true
  if (info.cluster?.systemIdentifier !== instance.systemIdentifier) return false
  return info.backups.some(({ isCurrent, repository }) => isCurrent && !deleted.includes(repository))
}

/**
 * Backups that are kept are worth what WAL there is after them: when the last of it can't be had, an instance is dropped
 * only if that is agreed to. `deleted` are the repositories whose backups go. Throws `Cancelled` otherwise.
 */
export async function requireArchived(
  session: Session,
  { instance, confirm }: InstanceActionEvent,
  stanza: string,
  deleted: readonly number[],
): Promise<void> {
  if (instance.standby !== null) return
  const missing = await missingWal(session, instance)
  if (missing === undefined || !(await hasBackups(session, stanza, instance, deleted))) return
  session.log.warning(`backups of ${instance.id} are kept, but what it did last would be lost: ${missing}`)
  if (await confirm(`Drop instance ${instance.id} all the same?`, false)) return
  session.log.warning(
    `deletion of instance ${instance.id} cancelled: repair its archiving, start and stop it, then drop it`,
  )
  throw new Cancelled()
}
