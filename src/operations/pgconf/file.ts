import { join } from 'node:path'
import { operational } from '../../errors/kinds.js'
import type { KeptConf } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type ConfDocument, parseConf } from '../../postgresql/conf/document.js'
import { formatForShow } from '../../postgresql/conf/value.js'
import { keptConf } from '../instance/kept-conf.js'
import { resolveFiles } from '../instance/observe.js'

export interface ConfFile {
  readonly path: string
  readonly text: string
  readonly document: ConfDocument
}

/** What a component keeps, as lines of postgresql.conf. */
function confOf({ path, entries }: KeptConf): ConfFile {
  const lines = Object.entries(entries).map(([name, value]) => `${formatForShow(name, value)}\n`)
  const text = lines.sort().join('')
  return { path, text, document: parseConf(text, path) }
}

/** The configuration that pglift manages: postgresql.conf, or what a component keeps in its place. Fails with `PGLIFT_FILE_MISSING` or `PGLIFT_CONF_SYNTAX`. */
export async function readConf(
  { effects, hooks }: Pick<Host, 'effects' | 'hooks'>,
  instance: ObservedInstance,
): Promise<ConfFile> {
  const kept = await keptConf({ hooks }, instance)
  if (kept !== undefined) return confOf(kept)
  const { datadir, id } = instance
  const path = join(datadir, 'postgresql.conf')
  const text = await effects.files.readText(path)
  if (text === undefined)
    throw operational('PGLIFT_FILE_MISSING', `instance ${id} has no configuration: no ${path}`)
  return { path, text, document: parseConf(text, path) }
}

/** Warns of parameters whose value in postgresql.conf does not count, because another file gives them after it. */
export async function warnOfOthers(
  host: Host,
  instance: ObservedInstance,
  names: readonly string[],
): Promise<void> {
  if ((await keptConf(host, instance)) !== undefined) return
  const { datadir } = instance
  const resolved = (await resolveFiles(host.effects, datadir)) ?? {}
  for (const name of names) {
    const { file } = resolved[name]?.origin ?? {}
    if (file === undefined || file === join(datadir, 'postgresql.conf')) continue
    host.log.warning(`'${name}' is also defined in ${file}, whose value is the one that counts`)
  }
}
