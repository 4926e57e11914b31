import { join } from 'node:path'
import { linkPlugins } from '../support/linked.js'
import { Site, type SiteOptions } from '../support/site.js'

/** Where a site keeps its backups. */
export const repositoryOf = (site: Site): string => join(site.directory, 'repo')

export interface BackupSiteOptions extends SiteOptions {
  /** Section `pgbackrest` without the repository, which is a directory of the site. */
  readonly pgbackrest?: Readonly<Record<string, unknown>>
  /** Further components. */
  readonly plugins?: readonly string[]
  /** Makes what the settings speak of below the site's directory; answers more of the section. */
  readonly prepare?: (site: Site) => Readonly<Record<string, unknown>>
}

/** A site with the component, its repository below the site's directory; nothing is installed yet. */
export async function newBackupSite({
  pgbackrest = {},
  plugins = [],
  prepare = () => ({}),
  settings,
  ...options
}: BackupSiteOptions = {}): Promise<Site> {
  const site = new Site({ ...options, settings })
  await linkPlugins(site, ['pgbackrest', ...plugins])
  const { prefix, runPrefix, version } = site
  const versions = [{ version, bindir: site.bindir() }]
  const auth = { passfile: join(site.home, '.pgpass') }
  const { postgresql = {}, ...rest } = settings ?? {}
  site.config('settings.yaml', {
    prefix,
    run_prefix: runPrefix,
    cli: { log_format: '%(levelname)-4s %(message)s' },
    pgbackrest: { repository: { mode: 'path', path: repositoryOf(site) }, ...pgbackrest, ...prepare(site) },
    ...rest,
    postgresql: { bindir: null, versions, default_version: version, auth, ...postgresql },
  })
  return site
}

/** The same after `site-configure install`. */
export async function backupSite(options?: BackupSiteOptions): Promise<Site> {
  const site = await newBackupSite(options)
  await site.ok(['site-configure', 'install']).catch(async (error: unknown) => {
    await site.destroy()
    throw error
  })
  return site
}

/** One of `instance backups -o json`. */
export interface ListedBackup {
  readonly label: string
  readonly size: number
  readonly repo_size: number
  readonly date_start: string
  readonly date_stop: string
  readonly type: string
  readonly databases: string[] | null
}

/** Arguments that create an instance with a stanza. */
export async function creation(site: Site, name: string, stanza = name): Promise<string[]> {
  const port = String(await site.freePort())
  return ['instance', 'create', name, '--port', port, '--pgbackrest-stanza', stanza]
}

/** The time of the server, apart from the seconds before and after it. */
export async function momentBetween(site: Site, name: string): Promise<string> {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 1100))
  await wait()
  const [row] = await site.psql<{ now: string }>(name, 'SELECT now()::text AS now')
  await wait()
  return row?.now ?? ''
}

/** Values of the table `t`, in order. */
export async function values(site: Site, name: string): Promise<number[]> {
  return (await site.psql<{ i: number }>(name, 'SELECT i FROM t ORDER BY i')).map(({ i }) => i)
}
