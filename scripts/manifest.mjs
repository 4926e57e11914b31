// oclif.manifest.json: what oclif knows of every command without loading its code. It is committed, so that a change
// of the command line shows in review.
//   node scripts/manifest.mjs           writes it from dist/
//   node scripts/manifest.mjs --check   exits 1 when the committed one differs from dist/ (or from package.json's version)
//   node scripts/manifest.mjs --warn    says so and exits 0
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Plugin, settings } from '@oclif/core'
import { ROOT } from './tree.mjs'

const FILE = join(ROOT, 'oclif.manifest.json')

/** The manifest of dist/ as JSON text: commands sorted by id; flags and arguments in the order of their declaration. */
async function freshManifest() {
  // A default may come from the environment; a committed file must not.
  for (const name of Object.keys(process.env)) if (name.startsWith('PGLIFT_')) delete process.env[name]
  settings.enableAutoTranspile = false
  const plugin = new Plugin({
    root: ROOT,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const { commands, version } = plugin.manifest
  const ids = Object.keys(commands).sort()
  return `${JSON.stringify({ version, commands: Object.fromEntries(ids.map((id) => [id, commands[id]])) }, null, 2)}\n`
}

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
const fresh = await freshManifest()
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
