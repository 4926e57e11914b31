import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../test/support/places.js'
import { Site } from '../test/support/site.js'
import { timed } from './measure.js'

/** Milliseconds that `pglift ARGS` takes; standard input is empty. */
export function pglift(site: Site, ...args: string[]): number {
  return timed([process.execPath, join(ROOT, 'bin/run.js'), ...args], site.env, site.directory)
}

/** Milliseconds of the least that Node can do. */
export function bareNode(site: Site): number {
  return timed([process.execPath, '-e', '0'], site.env, site.directory)
}

/** Servers that log every statement: `PID APPLICATION LOG:  statement: SELECT 1`. */
export const CONF_TEMPLATE = `cluster_name = {name}
listen_addresses = 'localhost'
shared_buffers = 16MB
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}.log'
logging_collector = on
log_line_prefix = '%p %a '
log_statement = all
`

/** A site whose servers' logs can be counted in. */
export function siteOfServers(): Promise<Site> {
  return Site.installed({ templates: { 'postgresql/postgresql.conf': CONF_TEMPLATE } })
}

/** Files of an instance that a listing reads. */
const LISTED = ['PG_VERSION', 'postgresql.conf', 'postgresql.auto.conf', 'postmaster.pid']

/**
 * A site with `count` data directories that look like those of `model` (a running instance of another site) and hold
 * only what a listing reads.
 */
export async function siteOfMany(count: number, model: Site, name: string): Promise<Site> {
  const site = await Site.installed({ version: model.version })
  const files = LISTED.map((file) => [file, readFileSync(join(model.datadir(name), file))] as const)
  for (let index = 0; index < count; index += 1) {
    const datadir = site.datadir(`fake${index}`)
    mkdirSync(datadir, { recursive: true, mode: 0o700 })
    for (const [file, content] of files) writeFileSync(join(datadir, file), content)
  }
  return site
}
