import { join } from 'node:path'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type ConfDocument, parseConf } from '../../postgresql/conf/document.js'
import { resolveFiles } from '../instance/observe.js'

export interface ConfFile {
  readonly path: string
  readonly text: string
  readonly document: ConfDocument
}

/** The postgresql.conf that pglift manages. Fails with `PGLIFT_FILE_MISSING` or `PGLIFT_CONF_SYNTAX`. */
export async function readConf(
  { effects }: Pick<Host, 'effects'>,
  { datadir, id }: Pick<ObservedInstance, 'datadir' | 'id'>,
): Promise<ConfFile> {
  const path = join(datadir, 'postgresql.conf')
  const text = await effects.files.readText(path)
  if (text === undefined)
    throw operational('PGLIFT_FILE_MISSING', `instance ${id} has no configuration: no ${path}`)
  return { path, text, document: parseConf(text, path) }
}

/** Warns of parameters whose value in postgresql.conf does not count, because another file gives them after it. */
export async function warnOfOthers(
  host: Host,
  { datadir }: ObservedInstance,
  names: readonly string[],
): Promise<void> {
  const resolved = (await resolveFiles(host.effects, datadir)) ?? {}
  for (const name of names) {
    const { file } = resolved[name]?.origin ?? {}
    if (file === undefined || file === join(datadir, 'postgresql.conf')) continue
    host.log.warning(`'${name}' is also defined in ${file}, whose value is the one that counts`)
  }
}
