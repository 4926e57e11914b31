import type { PatroniField } from './model.js'
import type { Session } from './session.js'

export interface Unreadable {
  readonly path: string
  readonly why: string
}

/** Certificates and keys that the settings and the manifest name and that this user can't read. */
export async function unreadableFiles(
  { section, effects }: Session,
  field: PatroniField,
): Promise<Unreadable[]> {
  const { etcd, restapi, ctl } = section
  const { replication, rewind } = field.postgresql ?? {}
  const named = [
    ...[etcd.cacert, etcd.cert, etcd.key],
    ...[restapi.cafile, restapi.certfile, restapi.keyfile],
    ...[ctl?.certfile, ctl?.keyfile],
    ...[replication?.ssl?.cert, replication?.ssl?.key, rewind?.ssl?.cert, rewind?.ssl?.key],
  ]
  const found: Unreadable[] = []
  for (const path of new Set(named.filter((name) => typeof name === 'string'))) {
    const text = await effects.files.readText(path).catch((error: Error) => error)
    if (text === undefined) found.push({ path, why: 'no such file' })
    else if (typeof text !== 'string') found.push({ path, why: text.message })
  }
  return found
}
