// ansible/: what of the collection is made of the models: argument specs, and the documentation of the modules.
// Committed, since the collection is installed without Node.
//   node scripts/ansible.mjs           writes it
//   node scripts/ansible.mjs --check   exits 1 when the committed files differ
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleOptions } from './ansible/models.mjs'
import { generatedFiles } from './ansible/modules.mjs'
import { writeCommitted } from './committed-files.mjs'
import { ROOT } from './tree.mjs'

if (!existsSync(join(ROOT, 'build/src'))) {
  console.error("build/ is missing: run 'npm run build' first")
  process.exit(1)
}
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
writeCommitted('ansible', generatedFiles(await moduleOptions(), version), 'npm run ansible')
