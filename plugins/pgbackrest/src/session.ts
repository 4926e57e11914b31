import { join } from 'node:path'
import type { ComponentSession } from '@pglift/sdk'
import type { PgbackrestSettings } from './settings.js'

export type Session = ComponentSession<PgbackrestSettings>

/** What reading pgBackRest's files and state takes. */
export type Reading = Pick<Session, 'section' | 'effects'>

/** `pgbackrest.conf`. */
export function basePath({ configpath }: PgbackrestSettings): string {
  return join(configpath, 'pgbackrest.conf')
}

/** Directory of the stanzas' files. */
export function includePath({ configpath }: PgbackrestSettings): string {
  return join(configpath, 'conf.d')
}

/** File of a stanza. */
export function stanzaPath(section: PgbackrestSettings, stanza: string): string {
  return join(includePath(section), `${stanza}.conf`)
}

/** Configuration of the TLS server of this host. */
export function serverPath({ configpath }: PgbackrestSettings): string {
  return join(configpath, 'server.conf')
}

/** Lock of all edits of the stanzas' files: instances of one stanza share a file. */
export function editLock({ settings }: Pick<Session, 'settings'>): string {
  return join(settings.run_prefix, 'lock', 'pgbackrest.lock')
}
