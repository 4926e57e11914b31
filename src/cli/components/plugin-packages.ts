import { join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import { COMPONENT_API } from '../../host/component.js'
import { incompatibility, whatToUpdate } from './installed.js'

interface PackageJson {
  readonly version: string
  readonly pglift?: { readonly api?: unknown }
  readonly oclif?: { readonly plugins?: readonly (PluginEntry | string)[] }
}

interface PluginEntry {
  readonly name: string
  readonly type?: string
  readonly root?: string
}

/** A plugin in the folder of plugins, or linked from there. */
export interface PluginPackage {
  readonly name: string
  readonly root: string
  readonly isLinked: boolean
  /** Undefined when it is not there, although it is listed. */
  readonly json: PackageJson | undefined
}

type Reading = Pick<Effects['files'], 'readText'>

async function packageJson(path: string, files: Reading): Promise<PackageJson | undefined> {
  const text = await files.readText(join(path, 'package.json'))
  return text === undefined ? undefined : (JSON.parse(text) as PackageJson)
}

/** All plugins of the folder. */
export async function pluginsIn(folder: string, files: Reading): Promise<PluginPackage[]> {
  const { oclif } = (await packageJson(folder, files)) ?? {}
  const entries = (oclif?.plugins ?? []).map((entry) => (typeof entry === 'string' ? { name: entry } : entry))
  return Promise.all(
    entries.map(async ({ name, type, root = join(folder, 'node_modules', name) }: PluginEntry) => ({
      name,
      root,
      isLinked: type === 'link',
      json: await packageJson(root, files),
    })),
  )
}

/** Those that are not in `before`, or in another version. */
export function newPlugins(
  before: readonly PluginPackage[],
  after: readonly PluginPackage[],
): PluginPackage[] {
  const key = ({ name, root, json }: PluginPackage) => `${name} ${root} ${json?.version}`
  const known = new Set(before.map(key))
  return after.filter((plugin) => !known.has(key(plugin)))
}

/** Fails when the package, newly installed or about to be, is a component for another pglift. */
export function requireCompatible({
  name,
  version,
  pglift,
}: Pick<PackageJson, 'version' | 'pglift'> & { name: string }): void {
  if (pglift === undefined) return
  const api = Number(pglift.api ?? 0)
  if (api === COMPONENT_API) return
  throw operational('PGLIFT_COMPONENT_UNUSABLE', `${name}@${version} ${incompatibility(api)}`, {
    hint: `${whatToUpdate(api, name)}; what was installed is as it was`,
  })
}
