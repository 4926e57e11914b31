// docs/reference: what can be told from the code: the help screens (of dist/), lifecycle hooks, site settings and
// manifests (of the JSON schemas among the contract snapshots). Committed, so that readers need not build.
//   node scripts/docs.mjs           writes it
//   node scripts/docs.mjs --check   exits 1 when the committed pages differ
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLinePage } from './docs/command-line.mjs'
import { hooksPage } from './docs/hooks.mjs'
import { manifestsPage, settingsPage } from './docs/schemas.mjs'
import { ROOT } from './tree.mjs'

const FOLDER = join(ROOT, 'docs/reference')

function schema(name) {
  return JSON.parse(readFileSync(join(ROOT, `test/contract/snapshots/${name}.schema.json`), 'utf8'))
}

function committed(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

if (!existsSync(join(ROOT, 'dist/main.js'))) {
  console.error("dist/ is missing: run 'npm run build' first")
  process.exit(1)
}
const pages = {
  'command-line.md': await commandLinePage(),
  'hooks.md': hooksPage(),
  'settings.md': settingsPage(schema('site-settings')),
  'manifests.md': manifestsPage(['instance', 'role', 'database'].map(schema)),
}
mkdirSync(FOLDER, { recursive: true })
for (const [name, text] of Object.entries(pages)) {
  const file = join(FOLDER, name)
  if (committed(file) === text) continue
  if (process.argv[2] === '--check') {
    console.error(`docs/reference/${name} is stale: run 'npm run docs' and commit it`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`docs/reference/${name}`)
  }
}
