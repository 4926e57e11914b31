// oclif.manifest.json: what oclif knows of every command without loading its code. It is committed, so that a change
// of the command line shows in review.
//   node scripts/manifest.mjs           writes it from dist/
//   node scripts/manifest.mjs --check   exits 1 when the committed one differs from dist/ (or from package.json's version)
//   node scripts/manifest.mjs --warn    says so and exits 0
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshManifest } from './fresh-manifest.mjs'
import { ROOT } from './tree.mjs'

const FILE = join(ROOT, 'oclif.manifest.json')

function committedManifest() {
  try {
    return readFileSync(FILE, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** What differs, by command id, in words. */
function differences(committed, fresh) {
  if (committed === undefined) return ['the file is missing']
  const [before, after] = [JSON.parse(committed), JSON.parse(fresh)]
  const ids = [...new Set([...Object.keys(before.commands), ...Object.keys(after.commands)])].sort()
  const changed = ids.filter(
    (id) => JSON.stringify(before.commands[id]) !== JSON.stringify(after.commands[id]),
  )
  const version =
    before.version === after.version ? [] : [`version ${before.version} is ${after.version} in package.json`]
  return [...version, ...changed.map((id) => `command '${id.replaceAll(':', ' ')}' changed, came or went`)]
}

if (!existsSync(join(ROOT, 'dist/main.js'))) {
  console.error("dist/ is missing: run 'npm run build' first")
  process.exit(1)
}
const mode = process.argv[2]
const fresh = await freshManifest(ROOT)
const committed = committedManifest()
if (mode === undefined) {
  writeFileSync(FILE, fresh)
  console.log(`oclif.manifest.json: ${Object.keys(JSON.parse(fresh).commands).length} commands`)
} else if (committed !== fresh) {
  console.error(
    `oclif.manifest.json is stale: ${differences(committed, fresh).join('; ') || 'its layout differs'}`,
  )
  console.error("run 'npm run manifest' and commit it")
  if (mode === '--check') process.exitCode = 1
}
