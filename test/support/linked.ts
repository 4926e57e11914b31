import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './places.js'
import type { Site } from './site.js'

const load = (path: string) => import(pathToFileURL(join(ROOT, path)).href)

/** Links components of this checkout (folders of plugins/), with a manifest, or oclif would load their commands at every start. */
export async function linkPlugins(site: Site, names: readonly string[]): Promise<void> {
  const folder = join(site.directory, 'plugins')
  const [{ freshManifest }, { lendRuntime }] = await Promise.all([
    load('scripts/fresh-manifest.mjs'),
    load('scripts/lend-runtime.mjs'),
  ])
  await lendRuntime()
  rmSync(join(folder, 'linked'), { recursive: true, force: true })
  const plugins = []
  for (const name of names) {
    const source = join(ROOT, 'plugins', name)
    const root = join(folder, 'linked', name)
    mkdirSync(root, { recursive: true })
    for (const part of ['dist', 'templates', 'package.json'])
      if (existsSync(join(source, part))) symlinkSync(join(source, part), join(root, part))
    writeFileSync(join(root, 'oclif.manifest.json'), await freshManifest(source))
    plugins.push({ name: `@pglift/${name}`, root, type: 'link' })
  }
  const description = { private: true, oclif: { schema: 1, plugins }, dependencies: {} }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description))
  site.env.PGLIFT_DATA_DIR = folder
}
