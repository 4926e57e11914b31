import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkPlugins } from '../support/linked.js'
import { processesBelow, until } from '../support/process.js'
import { Site, type SiteOptions } from '../support/site.js'

export interface ExporterSiteOptions extends SiteOptions {
  /** Section `prometheus` without the program. */
  readonly prometheus?: Readonly<Record<string, unknown>>
  /** More components of this checkout. */
  readonly plugins?: readonly string[]
}

/** A site with the component, after `site-configure install`. */
export async function exporterSite({
  prometheus = {},
  plugins = [],
  settings,
  ...options
}: ExporterSiteOptions = {}): Promise<Site> {
  const section = { execpath: '/usr/bin/prometheus-postgres-exporter', ...prometheus }
  const site = new Site({ ...options, settings: { prometheus: section, ...settings } })
  try {
    await linkPlugins(site, ['postgres-exporter', ...plugins])
    await site.ok(['site-configure', 'install'])
  } catch (error) {
    await site.destroy()
    throw error
  }
  return site
}

/** The metrics of an exporter as `curl` prints them; undefined when nobody answers. */
export async function metrics(port: number | string): Promise<string | undefined> {
  return fetch(`http://localhost:${port}/metrics`).then(
    (answer) => answer.text(),
    () => undefined,
  )
}

/** `1` or `0`; undefined when nobody answers. */
export async function pgUp(port: number | string): Promise<string | undefined> {
  return /^pg_up (\d)$/m.exec((await metrics(port)) ?? '')?.[1]
}

/** The same of an exporter that nobody waited for, as after an undo: one that runs is waited for. */
export async function settledPgUp(site: Site, port: number): Promise<string | undefined> {
  const own = new RegExp(`listen-address=\\S*:${port}\\b`)
  const runs = () => processesBelow(site.directory).some(({ command }) => own.test(command))
  await until('the exporter answers', async () => !runs() || (await pgUp(port)) !== undefined)
  return pgUp(port)
}

/** Path of an exporter's configuration. */
export const configOf = (site: Site, name: string): string =>
  join(site.prefix, 'etc/prometheus', `postgres_exporter-${name}.conf`)

/** The pid that is noted of an exporter. */
export const pidOf = (site: Site, name: string): number =>
  Number(readFileSync(join(site.runPrefix, 'prometheus', `${name}.pid`), 'utf8'))

interface Target {
  readonly targets: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

export const targetsPath = (site: Site): string => join(site.prefix, 'srv/prometheus/targets.json')

/** What Prometheus is told: instance and address. Nothing, without the file. */
export function targets(site: Site): string[] {
  if (!existsSync(targetsPath(site))) return []
  const entries = JSON.parse(readFileSync(targetsPath(site), 'utf8')) as Target[]
  return entries.map((entry) => `${entry.labels.instance} ${entry.targets.join()}`)
}

/** Arguments that create an instance, and the ports that they give it. */
export async function creation(site: Site, name: string) {
  const [port, exporter] = [await site.freePort(), await site.freePort()]
  const args = ['instance', 'create', name, `--port=${port}`, `--prometheus-port=${exporter}`]
  return { args, port, exporter }
}

export const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('')
