import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freshManifest } from '../fresh-manifest.mjs'
import { lendRuntime } from '../lend-runtime.mjs'
import { componentPages, hostPages, writePages } from '../man/pages.mjs'
import { writeSdkTypes } from '../sdk-types.mjs'
import { ROOT } from '../tree.mjs'
import { copyDependencies } from './dependencies.mjs'
import { npmPack } from './npm-pack.mjs'

/** The only dependency that is not in the host's bundle: oclif finds plugins in node_modules, and it brings npm. */
const KEPT = '@oclif/plugin-plugins'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/**
 * Copies a package's published files into a folder of its own, with manual pages, lets `edit` change package.json, and
 * packs it.
 */
function packStaged(folder, out, { edit, pages = {}, complete = () => undefined }) {
  const stage = mkdtempSync(join(tmpdir(), 'pglift-pack-'))
  try {
    const json = readJson(join(folder, 'package.json'))
    for (const file of [...json.files, 'LICENSE', 'README.md'])
      if (existsSync(join(folder, file))) cpSync(join(folder, file), join(stage, file), { recursive: true })
    // The project's licence is that of all its packages.
    cpSync(join(ROOT, 'LICENSE'), join(stage, 'LICENSE'))
    const { scripts: _scripts, devDependencies: _dev, workspaces: _workspaces, ...published } = json
    const edited = { ...edit(published), ...manual(published, writePages(pages, join(stage, 'man'))) }
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(edited, null, 2)}\n`)
    complete(stage)
    return npmPack(stage, out)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

/** What package.json says of manual pages: npm links those of a global package where man(1) finds them. */
function manual({ files }, paths) {
  return paths.length === 0 ? {} : { files: [...files, 'man'], man: paths.map((path) => `./man/${path}`) }
}

/** Packs the host with its plugin manager. */
export async function packHost(out) {
  const { version } = readJson(join(ROOT, 'node_modules', KEPT, 'package.json'))
  const edit = (json) => ({ ...json, dependencies: { [KEPT]: version }, bundleDependencies: [KEPT] })
  const complete = (stage) => copyDependencies(KEPT, ROOT, stage)
  return packStaged(ROOT, out, { edit, pages: await hostPages(), complete })
}

/** Packs the SDK with its declarations. */
export function packSdk(out) {
  const complete = (stage) => writeSdkTypes(join(stage, 'types'))
  return packStaged(join(ROOT, 'plugins/sdk'), out, { edit: (json) => json, complete })
}

/** Packs the component in `folder` (relative to the checkout): its bundle holds all that it needs. */
export async function packComponent(folder, out) {
  const root = resolve(ROOT, folder)
  await lendRuntime()
  const manifest = await freshManifest(root)
  const edit = ({ dependencies: _, ...json }) => json
  const complete = (stage) => writeFileSync(join(stage, 'oclif.manifest.json'), manifest)
  return packStaged(root, out, { edit, pages: await componentPages(root), complete })
}
