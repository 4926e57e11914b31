// npm run bench [-- [--quick] [--json] [PART...]]: builds, and runs bench/ (parts: host, components, backups, patroni)
// as an unprivileged user, with an environment that holds nothing that would slow Node down (NODE_EXTRA_CA_CERTS triples
// its start). Ends with 1 when a budget is missed.
import { spawnSync } from 'node:child_process'
import { aptInstall, mayInstall } from './test/apt.mjs'
import { preparePostgresql } from './test/postgresql.mjs'
import { succeeds } from './test/run.mjs'
import { unprivilegedPlace } from './test/unprivileged.mjs'
import { ROOT } from './tree.mjs'

/** Programs that it runs besides PostgreSQL's, and Debian's packages that bring them. */
const PROGRAMS = {
  strace: 'strace',
  pgbackrest: 'pgbackrest',
  etcd: 'etcd-server',
  etcdctl: 'etcd-client',
  patroni: 'patroni',
}

function requirePrograms() {
  for (const [program, debianPackage] of Object.entries(PROGRAMS)) {
    if (succeeds('sh', ['-c', `command -v ${program}`])) continue
    if (!mayInstall()) throw new Error(`${program} is missing: install Debian's package ${debianPackage}`)
    aptInstall(debianPackage)
  }
}

function main() {
  requirePrograms()
  const { bindirs, complete } = preparePostgresql()
  // Standard output is for the table, or JSON.
  const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (build.status !== 0) throw new Error('npm run build failed')
  const place = unprivilegedPlace(ROOT)
  try {
    const env = {
      PGLIFT_TEST_PG_BINDIRS: JSON.stringify(bindirs),
      PGLIFT_TEST_PG_COMPLETE: complete.join(','),
    }
    process.exitCode = place.node(['build/bench/main.js', ...process.argv.slice(2)], env)
  } finally {
    for (const command of place.close()) console.error(`left running by the benchmark, ended now: ${command}`)
  }
}

try {
  main()
} catch (error) {
  console.error(`Error: ${error.message}`)
  process.exitCode = 1
}
