// npm run lint: every quality gate, all of them even when one fails.
import { spawnSync } from 'node:child_process'
import { ROOT } from './tree.mjs'

const color = process.stdout.isTTY ? 'force' : 'off'

const GATES = {
  'format, rules, import cycles': ['node_modules/@biomejs/biome/bin/biome', 'ci', `--colors=${color}`, '.'],
  'import directions': ['scripts/check-imports.mjs'],
  'file lengths': ['scripts/check-file-lengths.mjs'],
  'dead code and dependencies': ['node_modules/knip/bin/knip.js'],
  'package-lock.json': ['scripts/package-lock.mjs', '--check'],
  'oclif.manifest.json': ['scripts/manifest.mjs', '--check'],
  'docs/reference': ['scripts/docs.mjs', '--check'],
  'links of documents': ['scripts/check-links.mjs'],
  'ansible/': ['scripts/ansible.mjs', '--check'],
}

const failed = Object.entries(GATES).filter(
  ([, args]) => spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0,
)
for (const [name] of failed) console.error(`lint: ${name}: failed`)
if (failed.length > 0) process.exitCode = 1
else console.log(`lint: ${Object.keys(GATES).length} gates passed`)
