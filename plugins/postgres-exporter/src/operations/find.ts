import { operational } from '@pglift/sdk'
import { type Exporter, readExporter } from '../exporter.js'
import { localInstance } from '../local-instance.js'
import { serviceNameFault } from '../names.js'
import type { Session } from '../session.js'

/** What is locked for the time of an operation on an exporter: its instance, or for a remote server itself. */
export interface Locked {
  readonly id: string
  readonly qualname: string
}

export interface Found {
  readonly exporter: Exporter
  readonly isLocal: boolean
  readonly locked: Locked
}

/** What is locked for an exporter that no instance here has. */
export const lockOf = (name: string): Locked => {
  const word = `postgres_exporter-${name}`
  return { id: word, qualname: word }
}

/** The error for a name that no exporter has. */
export function notFound(name: string): Error {
  return operational('PGLIFT_EXPORTER_NOT_FOUND', `no postgres_exporter service '${name}' found`)
}

/** An exporter by name, that of an instance of this site too; undefined when there is none. */
export async function findExporter(session: Session, name: string): Promise<Found | undefined> {
  if (serviceNameFault(name) !== undefined) return undefined
  const exporter = await readExporter(session, name)
  if (exporter === undefined) return undefined
  const instance = await localInstance(session, name)
  return { exporter, isLocal: instance !== undefined, locked: instance ?? lockOf(name) }
}

/** Exporters of instances of this site are these instances' business. */
export async function refuseLocal(session: Session, name: string): Promise<void> {
  const instance = await localInstance(session, name)
  if (instance === undefined) return
  throw operational('PGLIFT_EXPORTER_LOCAL', `instance '${name}' exists locally`, {
    hint: `its exporter is changed with 'pglift instance alter ${instance.id}'`,
  })
}
