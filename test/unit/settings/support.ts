import { ValidationError } from '../../../src/errors/kinds.js'
import { loadSettings } from '../../../src/settings/load.js'
import type { SettingsReader } from '../../../src/settings/reader.js'
import type { LoadedSettings, LoadRequest } from '../../../src/settings/request.js'
import type { SystemUser } from '../../../src/settings/types.js'

/** A file system in memory: text of files by path; `null` is a directory, and a path that ends with `*` is executable. */
export type Tree = Readonly<Record<string, string | null>>

export function treeReader(tree: Tree): SettingsReader {
  const at = (path: string) => (Object.hasOwn(tree, path) ? tree[path] : tree[`${path}*`])
  return {
    readText: async (path) => at(path) ?? undefined,
    isDirectory: async (path) => at(path) === null,
    isFile: async (path) => typeof at(path) === 'string',
    isExecutable: async (path) => typeof tree[`${path}*`] === 'string',
  }
}

export const USER: SystemUser = {
  uid: 1000,
  name: 'alice',
  group: 'dba',
  home: '/home/alice',
  temporaryDirectory: '/tmp',
}

/** Debian's layout with these majors. */
export function debian(...versions: string[]): Tree {
  return Object.fromEntries(versions.map((version) => [`/usr/lib/postgresql/${version}/bin/pg_ctl*`, '']))
}

export const FILE = '/etc/pglift/settings.yaml'

interface Site extends Partial<Omit<LoadRequest, 'reader'>> {
  /** Text of the settings file. */
  readonly yaml?: string
  readonly tree?: Tree
}

/** Loads the settings of a site with Debian's PostgreSQL 15. */
export function load({ yaml, tree = {}, ...request }: Site = {}): Promise<LoadedSettings> {
  const files = { ...debian('15'), ...(yaml !== undefined && { [FILE]: yaml }), ...tree }
  return loadSettings({ env: {}, sections: [], user: USER, reader: treeReader(files), ...request })
}

/** What is wrong with the settings of a site, short: `loc: msg`. */
export async function faults(site: Site): Promise<string[]> {
  const error = await failure(site)
  if (!(error instanceof ValidationError)) throw error
  return error.faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
}

/** The error that loading the site's settings ends with. */
export async function failure(site: Site): Promise<Error> {
  return load(site).then(
    () => {
      throw new Error('the settings are valid')
    },
    (error: Error) => error,
  )
}
