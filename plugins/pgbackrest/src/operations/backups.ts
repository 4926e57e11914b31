import { join } from 'node:path'
import type { Host, ObservedInstance } from '@pglift/sdk'
import { parseIni } from '../conf/ini.js'
import type { Backup, StanzaBackup } from '../info.js'
import type { Session } from '../session.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'
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
async function withDatabases(
  session: Session,
  stanza: string,
  { isCurrent: _, position: __, ...backup }: StanzaBackup,
): Promise<Backup> {
  const { repository } = session.section
  if (backup.databases !== null || repository.mode !== 'path') return backup
  const manifest = join(repository.path, 'backup', stanza, backup.label, 'backup.manifest')
  return { ...backup, databases: await databasesIn(session, manifest) }
}

/** Backups of an instance, newest first, by one `pgbackrest info`. */
export async function listBackups(host: Host, instance: ObservedInstance): Promise<Backup[]> {
  const session = sessionOf(host)
  const { stanza } = await requireStanza(session, instance)
  const info = await stanzaInfo(session, stanza)
  const { backups, problems } = info
  if (backups.length === 0) requireReadable(info, stanza)
  for (const { repository, message } of problems)
    host.log.warning(`repository ${repository} of stanza '${stanza}' can't be read: ${message}`)
  return Promise.all(backups.map((backup) => withDatabases(session, stanza, backup)))
}
