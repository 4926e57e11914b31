import { join, resolve } from 'node:path'
import type { Command, Config } from '@oclif/core'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import { COMPONENT_API } from '../../host/component.js'
import { COMPONENT_PACKAGES } from '../../settings/sections.js'
import { incompatibility, whatToUpdate } from './installed.js'
import { PLUGIN_PLUGINS } from './registry.js'

type Io = Pick<Effects, 'files' | 'processes'>

/** What npm and oclif write in the folder of plugins. */
const KEPT = ['package.json', 'package-lock.json', 'node_modules'] as const

/**
 * Runs `work`, which installs, updates or removes plugins in `folder`. When it fails, or when a component is there
 * afterwards that this pglift can't load, the folder is put back as it was.
 */
export async function keepingPlugins(folder: string, io: Io, work: () => Promise<unknown>): Promise<void> {
  const aside = join(folder, `.before-${process.pid}`)
  const before = await putAside(folder, aside, io)
  try {
    await work()
    await requireCompatible(folder, before, io)
  } catch (error) {
    await putBack(folder, aside, io)
    throw error
  } finally {
    await io.files.removeTree(aside)
  }
}

type Versions = ReadonlyMap<string, string>

async function putAside(folder: string, aside: string, { files, processes }: Io): Promise<Versions> {
  await files.makeDirectories(folder, 0o755)
  await files.removeTree(aside)
  await files.makeDirectories(aside, 0o700)
  for (const name of KEPT)
    if ((await files.status(join(folder, name))) !== undefined)
      await processes.run(['cp', '-a', '--', join(folder, name), aside])
  return versionsIn(folder, files)
}

async function putBack(folder: string, aside: string, { files }: Io): Promise<void> {
  for (const name of KEPT) {
    await files.removeTree(join(folder, name))
    if ((await files.status(join(aside, name))) !== undefined)
      await files.rename(join(aside, name), join(folder, name))
  }
}

interface PackageJson {
  readonly version: string
  readonly pglift?: { readonly api?: unknown }
  readonly oclif?: { readonly plugins?: readonly ({ name: string; root?: string } | string)[] }
}

async function packageJson(path: string, files: Effects['files']): Promise<PackageJson | undefined> {
  const text = await files.readText(join(path, 'package.json'))
  return text === undefined ? undefined : (JSON.parse(text) as PackageJson)
}

async function pluginsIn(folder: string, files: Effects['files']) {
  const { oclif } = (await packageJson(folder, files)) ?? {}
  const roots = (oclif?.plugins ?? []).map((entry) => {
    const { name, root } = typeof entry === 'string' ? { name: entry, root: undefined } : entry
    return { name, root: root ?? join(folder, 'node_modules', name) }
  })
  return Promise.all(roots.map(async ({ name, root }) => ({ name, json: await packageJson(root, files) })))
}

async function versionsIn(folder: string, files: Effects['files']): Promise<Versions> {
  return new Map((await pluginsIn(folder, files)).map(({ name, json }) => [name, json?.version ?? '']))
}

/** What was there already with another API stays: the gate tells of it. */
async function requireCompatible(folder: string, before: Versions, { files }: Io): Promise<void> {
  for (const { name, json } of await pluginsIn(folder, files)) {
    if (json?.pglift === undefined || before.get(name) === json.version) continue
    const api = Number(json.pglift.api ?? 0)
    if (api === COMPONENT_API) continue
    throw operational('PGLIFT_COMPONENT_UNUSABLE', `${name}@${json.version} ${incompatibility(api)}`, {
      hint: `${whatToUpdate(api, name)}; what was installed is as it was`,
    })
  }
}

/** `pgbackrest@1.0` becomes `@pglift/pgbackrest@1.0`, and a path to a tarball a URL that holds in any directory. */
export async function pluginSpec(word: string, { files }: Io): Promise<string> {
  const [name = '', tag] = word.split(/(?<!^)@/)
  const known = Object.hasOwn(COMPONENT_PACKAGES, name) ? COMPONENT_PACKAGES[name] : undefined
  if (known !== undefined) return tag === undefined ? known : `${known}@${tag}`
  const path = resolve(word.replace(/^file:(\/\/)?/, ''))
  return (await files.isFile(path)) ? `file://${path}` : word
}

/** oclif's own command of that id, which the host's of the same id stands before. */
export async function oclifCommand(config: Config, id: string): Promise<Command.Class> {
  const plugin = config.plugins.get(PLUGIN_PLUGINS)
  const command = await plugin?.findCommand(id, { must: true })
  if (command === undefined) throw new Error(`${PLUGIN_PLUGINS} is not installed`)
  return command
}
