import { join, resolve } from 'node:path'
import type { Command, Config } from '@oclif/core'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import { COMPONENT_PACKAGES } from '../../settings/sections.js'
import { installedComponents } from './installed.js'
import { PLUGIN_PLUGINS } from './registry.js'

function packageOf(name: string): string | undefined {
  return Object.hasOwn(COMPONENT_PACKAGES, name) ? COMPONENT_PACKAGES[name] : undefined
}

/** `@scope/name@1.0` without its version or tag. */
function nameOf(word: string): string {
  return word.split(/(?<!^)@/)[0] as string
}

/**
 * What is to be installed, as oclif takes it: `pgbackrest@1.0` becomes `@pglift/pgbackrest@1.0`, and a path to a tarball
 * a URL that holds in any directory. Fails for a path that leads to no tarball: oclif would look for it on GitHub.
 */
export async function pluginSpec(word: string, { files }: Pick<Effects, 'files'>): Promise<string> {
  const known = packageOf(nameOf(word))
  if (known !== undefined) return `${known}${word.slice(nameOf(word).length)}`
  const path = resolve(word.replace(/^file:(\/\/)?/, ''))
  if (await files.isFile(path)) return `file://${path}`
  const isPath = /^(file:|\.{0,2}\/)|\.(tgz|tar\.gz)$/.test(word) && !/^[a-z+]+:\/\//.test(word)
  if (await files.isDirectory(path))
    throw operational('PGLIFT_PLUGIN_PATH', `${path} is a directory`, {
      hint: `'npm pack' makes a tarball of it, that can be installed; 'pglift plugins link ${word}' uses it where it is`,
    })
  if (isPath) throw operational('PGLIFT_PLUGIN_PATH', `${path}: no such file`)
  return word
}

/** The name of the plugin in a folder. Fails when there is none. */
export async function requirePackage(root: string, files: Effects['files']): Promise<string> {
  const text = await files.readText(join(root, 'package.json'))
  const { name, oclif } = (text === undefined ? {} : JSON.parse(text)) as { name?: string; oclif?: unknown }
  if (name !== undefined && oclif !== undefined) return name
  const why = text === undefined ? 'has no package.json' : "has no 'name' or no 'oclif' in its package.json"
  throw operational('PGLIFT_PLUGIN_PATH', `${root} ${why}`, {
    hint: 'a plugin is linked from the folder of its package',
  })
}

/** The name of the package of an installed plugin, said in any way: package, component, short name, path of a link. */
export function installedName(config: Config, word: string): string {
  const name = nameOf(word)
  const plugins = config.getPluginsList()
  const found =
    plugins.find((plugin) => plugin.name === name) ??
    plugins.find((plugin) => plugin.name === packageOf(name)) ??
    installedComponents(config).find(({ component }) => component === name)?.plugin ??
    plugins.find((plugin) => plugin.type === 'link' && plugin.root === resolve(word))
  if (found !== undefined) return found.name
  throw operational('PGLIFT_PLUGIN_UNKNOWN', `plugin '${word}' is not installed`, {
    hint: "'pglift plugins' lists those that are",
  })
}

/** oclif's own command of that id, which the host's of the same id stands before. */
export async function oclifCommand(config: Config, id: string): Promise<Command.Class> {
  const plugin = config.plugins.get(PLUGIN_PLUGINS)
  const command = await plugin?.findCommand(id, { must: true })
  if (command === undefined) throw new Error(`${PLUGIN_PLUGINS} is not installed`)
  return command
}
