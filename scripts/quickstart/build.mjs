import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../test/run.mjs'
import { filesBelow, ROOT } from '../tree.mjs'

const MAIN = join(ROOT, 'dist/main.js')

/** Whether a source is newer than the program that was built of it. */
function isStale() {
  if (!existsSync(MAIN)) return true
  const built = statSync(MAIN).mtimeMs
  const sources = [...filesBelow('src', '.ts'), 'package-lock.json', 'scripts/bundle.mjs']
  return sources.some((file) => statSync(join(ROOT, file)).mtimeMs > built)
}

/** Bundles the program when it is missing or older than its sources. */
export async function buildWhenNeeded() {
  if (!isStale()) return
  console.log('setup: build')
  // Its packages are there only now.
  const { bundle } = await import('../bundle.mjs')
  await bundle()
}

/** What root installed and built in the checkout of somebody else (sudo ./quickstart) belongs to that user. */
export function giveToOwner() {
  const { uid, gid } = statSync(ROOT)
  if (process.getuid() !== 0) return
  for (const name of ['node_modules', 'dist'])
    if (statSync(join(ROOT, name)).uid !== uid)
      run('chown', ['-R', '-h', `${uid}:${gid}`, name], { cwd: ROOT })
}
