// npm run pack -- DIR: the host, the SDK and all components as tarballs in DIR. Each can be installed without a registry:
// host and components are bundled; what the host's plugin manager needs lies in the host's tarball.
// Run 'npm run build' first.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { componentPackages } from './bundle-plugins.mjs'
import { packComponent, packHost, packSdk } from './pack/packages.mjs'

const [directory] = process.argv.slice(2)
if (directory === undefined) {
  console.error('usage: npm run pack -- DIR')
  process.exit(2)
}
const out = resolve(process.env.INIT_CWD ?? '.', directory)
mkdirSync(out, { recursive: true })
const components = componentPackages()
console.log(await packHost(out))
console.log(packSdk(out))
for (const { folder } of components) console.log(await packComponent(folder, out))
