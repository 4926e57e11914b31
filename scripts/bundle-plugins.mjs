import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleInto } from './bundle.mjs'
import { filesBelow, foldersOf, ROOT } from './tree.mjs'

/** Given to components by the host that runs: no component holds a copy. */
const RUNTIME = '@pglift/sdk/runtime'

/** Packages below plugins/: `{folder, json}`, the SDK among them. */
export function pluginPackages() {
  const folders = foldersOf('plugins').map((name) => `plugins/${name}`)
  return folders
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => ({
      folder,
      json: JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')),
    }))
}

/** Those that are components. */
export function componentPackages() {
  return pluginPackages().filter(({ json }) => json.pglift !== undefined)
}

/** The SDK: the shim, the host's values for when no host runs, and the test kit. */
function bundleSdk() {
  return bundleInto('plugins/sdk/dist', {
    entryPoints: [
      { in: 'plugins/sdk/src/index.ts', out: 'index' },
      { in: 'plugins/sdk/src/testing.ts', out: 'testing' },
      { in: 'src/cli/runtime.ts', out: 'runtime' },
    ],
    external: ['@oclif/plugin-*', 'pg-native', 'chokidar', 'typescript', 'tsx', 'ts-node', RUNTIME],
  })
}

/** A component: what oclif loads by path, and chunks; the SDK's shim is in them. */
export async function bundleComponent(folder, outdir = `${folder}/dist`) {
  const commands = filesBelow(`${folder}/src/commands`, '.ts')
  await bundleInto(outdir, {
    entryPoints: [`${folder}/src/register.ts`, ...commands],
    outbase: `${folder}/src`,
    external: [RUNTIME],
  })
}

/** Bundles the SDK and all components of this project, each into its own dist/. */
export async function bundlePlugins() {
  await bundleSdk()
  const components = componentPackages()
  for (const component of components) await bundleComponent(component.folder)
  return components.length
}
