// npm run build: tsc checks types and compiles src, test and bench into build/ (what the unit tests run);
// esbuild bundles src into dist/ (what bin/run.js runs). Two folders, because nobody but tsc may write where
// it keeps its incremental output. With --manifest oclif.manifest.json is written too.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { bundlePlugins } from './bundle-plugins.mjs'
import { filesBelow, ROOT } from './tree.mjs'

// tsc never removes the output of a deleted source: a deleted test would still run.
function removeOrphans() {
  for (const file of filesBelow('build', '.js')) {
    const source = join(ROOT, file.replace(/^build\//, '').replace(/\.js$/, '.ts'))
    if (existsSync(source)) continue
    for (const suffix of ['.js', '.js.map', '.d.ts'])
      rmSync(join(ROOT, file.replace(/\.js$/, suffix)), { force: true })
  }
}

function run(...args) {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0
}

removeOrphans()
const typesHold = run('node_modules/typescript/bin/tsc', '-b')
const failed = (error) => {
  if (!error.errors) throw error
  process.exit(1) // esbuild has said what is wrong.
}
const files = await bundle().catch(failed)
const components = await bundlePlugins().catch(failed)
console.log(`dist: ${files} files; SDK and ${components} components`)
run('scripts/manifest.mjs', ...(process.argv.includes('--manifest') ? [] : ['--warn']))
if (!typesHold) process.exitCode = 1
