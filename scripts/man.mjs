// npm run man -- DIR: the manual pages of the host and of all components of dist/, below DIR as man(1) wants them
// (man -M DIR pglift). Archives of 'npm run pack' hold those of their package. Run 'npm run build' first.
import { join, resolve } from 'node:path'
import { componentPackages } from './bundle-plugins.mjs'
import { lendRuntime } from './lend-runtime.mjs'
import { componentPages, hostPages, writePages } from './man/pages.mjs'
import { ROOT } from './tree.mjs'

const [directory] = process.argv.slice(2)
if (directory === undefined) {
  console.error('usage: npm run man -- DIR')
  process.exit(2)
}
const folder = resolve(process.env.INIT_CWD ?? '.', directory)
const written = writePages(await hostPages(), folder)
await lendRuntime()
for (const component of componentPackages())
  written.push(...writePages(await componentPages(join(ROOT, component.folder)), folder))
console.log(`${folder}: ${written.length} pages`)
