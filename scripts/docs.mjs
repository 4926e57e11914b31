// docs/reference: what can be told from the code: the help screens (of dist/), components, lifecycle hooks, site settings
// and manifests (of the JSON schemas among the contract snapshots). Committed, so that readers need not build.
//   node scripts/docs.mjs           writes it
//   node scripts/docs.mjs --check   exits 1 when the committed pages differ
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCommitted } from './committed-files.mjs'
import { commandLinePage } from './docs/command-line.mjs'
import { componentsPage } from './docs/components.mjs'
import { hooksPage } from './docs/hooks.mjs'
import { manifestsPage, settingsPage } from './docs/schemas.mjs'
import { stepsPage } from './docs/steps.mjs'
import { ROOT } from './tree.mjs'

function schema(name) {
  return JSON.parse(readFileSync(join(ROOT, `test/contract/snapshots/${name}.schema.json`), 'utf8'))
}

if (!existsSync(join(ROOT, 'dist/main.js'))) {
  console.error("dist/ is missing: run 'npm run build' first")
  process.exit(1)
}
const pages = {
  'command-line.md': await commandLinePage(),
  'components.md': await componentsPage(),
  'hooks.md': hooksPage(),
  'steps.md': stepsPage(),
  'settings.md': settingsPage(schema('site-settings')),
  'manifests.md': manifestsPage(['instance', 'role', 'database'].map(schema)),
}
writeCommitted('docs/reference', pages, 'npm run docs')
