import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './tree.mjs'

/** Lends components the values of the host, as a running one does: their modules can be loaded from then on. */
export async function lendRuntime() {
  const { runtime } = await import(pathToFileURL(join(ROOT, 'plugins/sdk/dist/runtime.js')).href)
  globalThis[Symbol.for('pglift.runtime')] = async () => runtime
}
