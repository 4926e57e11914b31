import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './places.js'

interface Scripts {
  packHost(out: string): string
  packSdk(out: string): string
  packComponent(folder: string, out: string): Promise<string>
  bundleComponent(folder: string, outdir: string): Promise<void>
}

/** The project's own way of packing. */
async function scripts(): Promise<Scripts> {
  const load = (path: string) => import(pathToFileURL(join(ROOT, 'scripts', path)).href)
  return { ...(await load('pack/packages.mjs')), ...(await load('bundle-plugins.mjs')) } as Scripts
}

/** Packs the host and the SDK into `directory`. */
export async function packHostAndSdk(directory: string): Promise<void> {
  const { packHost, packSdk } = await scripts()
  packHost(directory)
  packSdk(directory)
}

type PackageJson = Record<string, unknown> & { version: string; pglift?: Record<string, unknown> }

const FIXTURES = 'test/fixtures/components'

/**
 * Packs the fixture component `name` below `directory`, as components of this project are packed; `edit` changes its
 * package.json. Answers the tarball's path.
 */
export async function packFixture(
  name: string,
  directory: string,
  edit: (json: PackageJson) => PackageJson = (json) => json,
): Promise<string> {
  const { packComponent, bundleComponent } = await scripts()
  const source = join(ROOT, FIXTURES, name)
  const json = edit(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as PackageJson)
  const stage = join(directory, `${name}-${json.version}`)
  mkdirSync(stage, { recursive: true })
  if (existsSync(join(source, 'templates')))
    cpSync(join(source, 'templates'), join(stage, 'templates'), { recursive: true })
  writeFileSync(join(stage, 'package.json'), JSON.stringify(json))
  await bundleComponent(join(FIXTURES, name), join(stage, 'dist'))
  return packComponent(stage, directory)
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
