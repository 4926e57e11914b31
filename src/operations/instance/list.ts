import { join } from 'node:path'
import type { Host } from '../../host/host.js'
import type { InstanceListItem } from '../../models/results.js'
import type { Conf } from '../../postgresql/conf/value.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { instanceSearch } from '../../settings/instance-paths.js'
import { runningPostmaster } from '../steps/postmaster.js'
import { locateInstance } from './locate.js'
import { effectiveConf, portOf } from './observe.js'

/** Files read at the same time: more gains nothing, and thousands would exhaust descriptors. */
const AT_ONCE = 32

type Io = Pick<Host, 'effects' | 'log' | 'settings'>

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  return results
}

/** Names for which the data directory setting gives a path that exists, for one major. */
async function namesOf({ settings, effects }: Io, version: PostgresVersion): Promise<string[]> {
  const { directory, nameOf } = instanceSearch(settings, version)
  const entries = await effects.files.list(directory)
  return entries
    .map(nameOf)
    .filter((name) => name !== undefined)
    .sort()
}

/** One configuration that can't be read hides no other instance, nor its own: its port is unsure, that is all. */
async function readableConf(host: Io, datadir: string): Promise<Conf | undefined> {
  return effectiveConf(host.effects, datadir).catch((error: Error & { code?: string }) => {
    if (!isConfFault(error)) throw error
    host.log.warning(error.message)
    return {}
  })
}

/** Whether an error is about what stands in a configuration file. */
function isConfFault({ code }: { code?: string }): boolean {
  return code?.startsWith('PGLIFT_CONF_') === true
}

/** Whether an error is about one instance whose files can't be read: no reason to hide the others. */
export function isUnreadable(error: { code?: string }): boolean {
  return isConfFault(error) || error.code === 'PGLIFT_FILE'
}

/** One that can't be looked into is listed as well: it is not as if there were none. */
async function listItem(host: Io, version: PostgresVersion, name: string) {
  return lookedInto(host, version, name).catch((error: Error & { code?: string }) => {
    if (!isUnreadable(error)) throw error
    host.log.warning(error.message)
    const { datadir } = locateInstance(host.settings, version, name)
    return { name, version, port: portOf({}), datadir, status: 'not_running' } as const
  })
}

async function lookedInto(
  host: Io,
  version: PostgresVersion,
  name: string,
): Promise<InstanceListItem | undefined> {
  const { datadir } = locateInstance(host.settings, version, name)
  const { files } = host.effects
  if ((await files.readText(join(datadir, 'PG_VERSION')))?.trim() !== version) return undefined
  const [conf, server] = await Promise.all([
    readableConf(host, datadir),
    runningPostmaster(host.effects, datadir),
  ])
  if (conf === undefined) return undefined
  return {
    name,
    version,
    port: server?.port ?? portOf(conf),
    datadir,
    status: server === undefined ? 'not_running' : 'running',
  }
}

/**
 * The instances of the site, by version and name, of one major when `version` is given. Reads a few small files each:
 * no child process, no SQL.
 */
export async function listInstances(host: Io, version?: PostgresVersion): Promise<InstanceListItem[]> {
  const versions = host.settings.postgresql.versions
    .map((known) => known.version)
    .filter((known) => version === undefined || known === version)
  const found = await Promise.all(
    versions.map(async (major) => (await namesOf(host, major)).map((name) => ({ major, name }))),
  )
  const items = await inBatches(found.flat(), ({ major, name }) => listItem(host, major, name))
  return items.filter((item) => item !== undefined)
}
