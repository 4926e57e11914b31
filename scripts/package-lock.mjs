// package-lock.json, kept fit for `npm ci` whatever registry wrote it:
//   node scripts/package-lock.mjs           mends it; run it after every `npm install <package>`
//   node scripts/package-lock.mjs --check   exits 1 when it needs mending
// A registry that lacks the builds of a tool for other platforms makes npm write a lock without them, and `npm ci`
// then refuses it everywhere. Addresses of the registry are left out: the reader's own one is used.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pluginPackages } from './bundle-plugins.mjs'
import { ROOT } from './tree.mjs'

const FILE = join(ROOT, 'package-lock.json')
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** Whether Node would find `name` from the package at `path`: there, or in any folder above. */
function resolves(packages, path, name) {
  for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (packages[`${folder}/node_modules/${name}`] !== undefined) return true
  }
  return packages[`node_modules/${name}`] !== undefined
}

/** The entry of a platform's build that the registry did not have: its name tells the platform. */
function platformEntry(name, version, dev) {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.filter((system) => words.includes(system))
  const cpu = PROCESSORS.filter((processor) => words.includes(processor))
  if (os.length === 0 || cpu.length === 0) throw new Error(`${name}: not the name of a platform's build`)
  const libc = words.includes('musl')
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : undefined
  return { version, cpu, ...(dev && { dev }), ...(libc && { libc }), optional: true, os }
}

/** Entries of the workspaces below plugins/, as npm writes them: `npm ci` refuses a lock that lacks one. */
function workspaces() {
  return pluginPackages().flatMap(({ folder, json }) => {
    const { name, version, license, devDependencies, engines } = json
    return [
      [folder, { name, version, license, ...(devDependencies && { devDependencies }), engines }],
      [`node_modules/${name}`, { resolved: folder, link: true }],
    ]
  })
}

function mended(lock) {
  const kept = Object.entries(lock.packages).filter(([, entry]) => !entry.extraneous)
  const packages = Object.fromEntries(
    kept
      .map(([path, { resolved, ...entry }]) => [path, entry.link ? { resolved, ...entry } : entry])
      .concat(workspaces()),
  )
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!resolves(packages, path, name))
        packages[`node_modules/${name}`] = platformEntry(name, version, dev)
    }
  }
  const sorted = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(sorted.map((path) => [path, packages[path]])) }
}

const committed = readFileSync(FILE, 'utf8')
const wanted = `${JSON.stringify(mended(JSON.parse(committed)), null, 2)}\n`
if (wanted === committed) console.log('package-lock.json: complete')
else if (process.argv.includes('--check')) {
  console.error("package-lock.json does not suit 'npm ci' everywhere: run 'npm run lock' and commit it")
  process.exitCode = 1
} else {
  writeFileSync(FILE, wanted)
  console.log('package-lock.json: mended')
}
