import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './places.js'

interface Scripts {
  packHost(out: string): Promise<string>
  packSdk(out: string): string
  packComponent(folder: string, out: string): Promise<string>
  bundleComponent(folder: string, outdir: string): Promise<void>
  pluginPackages(): { folder: string; json: { pglift?: object } }[]
}

/** The project's own way of packing. */
async function scripts(): Promise<Scripts> {
  const load = (path: string) => import(pathToFileURL(join(ROOT, 'scripts', path)).href)
  return { ...(await load('pack/packages.mjs')), ...(await load('bundle-plugins.mjs')) } as Scripts
}

/** Packs the host and the SDK into `directory`. */
export async function packHostAndSdk(directory: string): Promise<void> {
  const { packHost, packSdk } = await scripts()
  await packHost(directory)
  packSdk(directory)
}

/** Packs all components of this project into `directory`. */
export async function packComponents(directory: string): Promise<void> {
  const { packComponent, pluginPackages } = await scripts()
  for (const { folder, json } of pluginPackages())
    if (json.pglift !== undefined) await packComponent(folder, directory)
}

type PackageJson = Record<string, unknown> & { version: string; pglift?: Record<string, unknown> }

const FIXTURES = 'test/fixtures/components'

/**
 * Builds the fixture component `name` in a folder below `directory`, as its author would; `edit` changes its package.json.
 * Answers the folder.
 */
export async function buildFixture(
  name: string,
  directory: string,
  edit: (json: PackageJson) => PackageJson = (json) => json,
): Promise<string> {
  const { bundleComponent } = await scripts()
  const source = join(ROOT, FIXTURES, name)
  const json = edit(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as PackageJson)
  const stage = join(directory, `${name}-${json.version}`)
  mkdirSync(stage, { recursive: true })
  if (existsSync(join(source, 'templates')))
    cpSync(join(source, 'templates'), join(stage, 'templates'), { recursive: true })
  writeFileSync(join(stage, 'package.json'), JSON.stringify(json))
  await bundleComponent(join(FIXTURES, name), join(stage, 'dist'))
  return stage
}

/** Packs the fixture component `name`, as components of this project are packed. Answers the tarball's path. */
export async function packFixture(
  name: string,
  directory: string,
  edit?: (json: PackageJson) => PackageJson,
): Promise<string> {
  const { packComponent } = await scripts()
  return packComponent(await buildFixture(name, directory, edit), directory)
}

/** Packs files, text by path, as they are. Answers the tarball's path. */
export function packFiles(directory: string, files: Readonly<Record<string, string>>): string {
  const stage = mkdtempSync(join(directory, 'files-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(stage, path)), { recursive: true })
    writeFileSync(join(stage, path), text)
  }
  const args = ['pack', '--json', '--ignore-scripts', `--pack-destination=${directory}`]
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: stage, encoding: 'utf8' }))
  return join(directory, filename.replace('@', '').replace('/', '-'))
}

/** Puts a component of one module, in plain JavaScript, into the folder of plugins, as a linked one. */
export function linkComponent(dataDirectory: string, name: string, register: string, api = 1): void {
  const root = join(dataDirectory, 'linked', name)
  mkdirSync(root, { recursive: true })
  const oclif = { hooks: { 'pglift:register': './register.js' } }
  const pglift = { component: name, api, section: name }
  const json = { name: `@pglift-test/${name}`, version: '1.0.0', type: 'module', oclif, pglift }
  writeFileSync(join(root, 'package.json'), JSON.stringify(json))
  writeFileSync(join(root, 'register.js'), register)
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify({ version: '1.0.0', commands: {} }))
  const file = join(dataDirectory, 'package.json')
  const existing = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { oclif: { plugins: [] } }
  const others = existing.oclif.plugins.filter((plugin: { name: string }) => plugin.name !== json.name)
  existing.oclif.plugins = [...others, { name: json.name, root, type: 'link' }]
  writeFileSync(file, JSON.stringify({ name: 'pglift', private: true, ...existing }))
}
