import { join } from 'node:path'
import type { Host } from '@pglift/sdk'
import { parseIni } from '../conf/ini.js'
import type { Backup, StanzaBackup } from '../info.js'
import { pathRepositories, repositoryKeys } from '../repositories.js'
import type { Session } from '../session.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'
import type { Restorable } from './restore-plan.js'
import { requireStanza, sessionOf } from './session.js'

/** Bytes at the beginning of a manifest; the section of databases comes before those of files. */
const BEGINNING = 262_144

/** Databases that the manifest of a backup names, when it lies here and in clear. */
async function databasesIn({ effects }: Session, manifest: string): Promise<string[] | null> {
  const bytes = await effects.files.readBytes(manifest, BEGINNING).catch(() => undefined)
  const section = bytes === undefined ? undefined : parseIni(bytes.toString('utf8')).get('db')
  if (section === undefined) return null
  return [...section.keys()].filter((name) => !/^template[01]$/.test(name)).sort()
}

/** Those that pglift did not make tell nothing of their databases in `info`. */
async function databasesOf(
  session: Session,
  stanza: string,
  backup: StanzaBackup,
): Promise<Backup['databases']> {
  const { label, databases } = backup
  const local = pathRepositories(session.section).find(({ key }) => key === backup.repository)
  if (databases !== null || local === undefined) return databases
  return databasesIn(session, join(local.repository.path, 'backup', stanza, label, 'backup.manifest'))
}

/** A backup as it is listed: with its repository where there are several. */
export interface ListedBackup extends Backup {
  readonly repository?: number
}

async function listed(session: Session, stanza: string, backup: StanzaBackup): Promise<ListedBackup> {
  const { isCurrent: _, position: __, repository, ...shown } = backup
  const databases = await databasesOf(session, stanza, backup)
  const isOneOfMany = repositoryKeys(session.section).length > 1
  return { ...shown, databases, ...(isOneOfMany ? { repository } : {}) }
}

/** Backups of an instance, newest first, also of one whose data directory is gone, by one `pgbackrest info`. */
export async function listBackups(host: Host, instance: Restorable): Promise<ListedBackup[]> {
  const session = sessionOf(host)
  const { stanza } = await requireStanza(session, instance)
  const info = await stanzaInfo(session, stanza)
  const { backups, problems } = info
  if (backups.length === 0) requireReadable(info, stanza)
  for (const { repository, message } of problems)
    host.log.warning(`repository ${repository} of stanza '${stanza}' can't be read: ${message}`)
  return Promise.all(backups.map((backup) => listed(session, stanza, backup)))
}
