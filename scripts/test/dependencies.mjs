import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whether node_modules holds every package of package-lock.json in its version (npm keeps a lock of what it installed). */
function upToDate(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'))
  if (installed === undefined) return false
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') || optional || link || installed[path]?.version === version,
  )
}

/** `npm ci` when node_modules is missing or does not fit package-lock.json. */
export function installDependencies(root) {
  if (upToDate(root)) return
  console.log('setup: npm ci')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })
}
