import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freshManifest } from '../fresh-manifest.mjs'
import { writeSdkTypes } from '../sdk-types.mjs'
import { ROOT } from '../tree.mjs'
import { copyDependencies } from './dependencies.mjs'
import { npmPack } from './npm-pack.mjs'

/** The only dependency that is not in the host's bundle: oclif finds plugins in node_modules, and it brings npm. */
const KEPT = '@oclif/plugin-plugins'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Copies a package's published files into a folder of its own, lets `edit` change package.json, and packs it. */
function packStaged(folder, out, edit, complete = () => undefined) {
  const stage = mkdtempSync(join(tmpdir(), 'pglift-pack-'))
  try {
    const json = readJson(join(folder, 'package.json'))
    for (const file of [...json.files, 'LICENSE', 'README.md'])
      if (existsSync(join(folder, file))) cpSync(join(folder, file), join(stage, file), { recursive: true })
    // The project's licence is that of all its packages.
    cpSync(join(ROOT, 'LICENSE'), join(stage, 'LICENSE'))
    const { scripts: _scripts, devDependencies: _dev, workspaces: _workspaces, ...published } = json
    const edited = edit(published)
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(edited, null, 2)}\n`)
    complete(stage)
    return npmPack(stage, out)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

/** Packs the host with its plugin manager. */
export function packHost(out) {
  const { version } = readJson(join(ROOT, 'node_modules', KEPT, 'package.json'))
  const edit = (json) => ({ ...json, dependencies: { [KEPT]: version }, bundleDependencies: [KEPT] })
  return packStaged(ROOT, out, edit, (stage) => copyDependencies(KEPT, ROOT, stage))
}

/** Packs the SDK with its declarations. */
export function packSdk(out) {
  const edit = (json) => json
  return packStaged(join(ROOT, 'plugins/sdk'), out, edit, (stage) => writeSdkTypes(join(stage, 'types')))
}

/** Packs the component in `folder` (relative to the checkout): its bundle holds all that it needs. */
export async function packComponent(folder, out) {
  const root = resolve(ROOT, folder)
  // Its commands are loaded as by a running host.
  const { runtime } = await import(join(ROOT, 'plugins/sdk/dist/runtime.js'))
  globalThis[Symbol.for('pglift.runtime')] = runtime
  const manifest = await freshManifest(root)
  const edit = ({ dependencies: _, ...json }) => json
  return packStaged(root, out, edit, (stage) => writeFileSync(join(stage, 'oclif.manifest.json'), manifest))
}
