// npm test: installs what the tests need, builds, and runs all gates and tests.
//   node scripts/test.mjs [PHASE...] [-- MOCHA-OPTION...]      phases: lint, unit, contract, functional, systemd
// The last line is `N passed, N failed`; the status is 0 only when nothing failed and nothing was skipped.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { installDependencies } from './test/dependencies.mjs'
import { prepareBackups, preparePostgresql } from './test/postgresql.mjs'
import { prepareTools } from './test/tools.mjs'
import { unprivilegedPlace } from './test/unprivileged.mjs'
import { ROOT } from './tree.mjs'

// --exit: a connection left open must not hang the run; processes left running are found afterwards.
const PARALLEL = ['--parallel', '--jobs', String(availableParallelism()), '--timeout', '300000', '--exit']

const MOCHA = {
  unit: ['build/test/unit/**/*.test.js', 'build/plugins/*/test/unit/**/*.test.js'],
  contract: ['build/test/contract/**/*.test.js'],
  functional: [
    ...PARALLEL,
    // The longest first, so that the last of them does not keep one worker busy when all others have ended.
    'build/test/functional/@(97-*|95-patroni*|60-*).test.js',
    'build/test/functional/!(97-*|95-patroni*|60-*).test.js',
  ],
  // As root, which boots machines for it; what is tested runs in them as an unprivileged user. The longest first.
  systemd: [...PARALLEL, 'build/test/systemd/97-*.test.js', 'build/test/systemd/!(97-*).test.js'],
}
/** Phases that use PostgreSQL and other programs. */
const WITH_PROGRAMS = ['functional', 'systemd']
const PHASES = ['lint', ...Object.keys(MOCHA)]

const total = { passed: 0, failed: 0, skipped: 0 }
/** What failed, in its order: told once more at the end, as whoever reads a long log begins there. */
const failures = []

function fail(message) {
  total.failed += 1
  failures.push(message)
  console.error(`\nError: ${message}`)
}

function heading(text) {
  console.log(`\n== ${text}`)
}

function script(name) {
  return spawnSync(process.execPath, [`scripts/${name}`], { cwd: ROOT, stdio: 'inherit' }).status === 0
}

/** One mocha run; its counts are added to the total. A run that left no counts, or had no test, has failed. */
function mocha(phase, place, env, options) {
  const report = place.reportFile(phase)
  const args = [
    'node_modules/mocha/bin/mocha.js',
    '--reporter',
    'scripts/test/reporter.cjs',
    ...options,
    ...MOCHA[phase],
  ]
  const run = phase === 'systemd' ? place.nodeAsRoot : place.node
  const status = run(args, { ...env, PGLIFT_TEST_REPORT: report })
  if (!existsSync(report)) return fail(`${phase}: mocha ended with status ${status} before its tests did`)
  const { counts, failed } = JSON.parse(readFileSync(report, 'utf8'))
  failures.push(...failed.map((message) => `${phase}: ${message}`))
  for (const key of Object.keys(total)) total[key] += counts[key]
  if (counts.passed + counts.failed + counts.skipped === 0) fail(`${phase}: no test ran`)
  else if (status !== 0 && counts.failed === 0) fail(`${phase}: mocha ended with status ${status}`)
}

function environmentOf({ bindirs, complete }) {
  heading(
    `PostgreSQL ${Object.keys(bindirs).join(', ')} (complete: ${complete.join(', ')}; the others: server only)`,
  )
  return { PGLIFT_TEST_PG_BINDIRS: JSON.stringify(bindirs), PGLIFT_TEST_PG_COMPLETE: complete.join(',') }
}

function prepareFunctional() {
  const postgresql = preparePostgresql()
  prepareTools()
  const { pgbackrest, s3 } = prepareBackups()
  return { ...environmentOf(postgresql), PGLIFT_TEST_PGBACKREST: pgbackrest, PGLIFT_TEST_S3: s3 }
}

function runTests(phases, options) {
  const env = phases.some((phase) => WITH_PROGRAMS.includes(phase)) ? prepareFunctional() : {}
  const place = unprivilegedPlace(ROOT)
  try {
    for (const phase of phases) {
      const needsRoot = phase === 'systemd'
      heading(`${phase}, as user ${needsRoot ? 'root' : place.user}`)
      if (needsRoot && process.getuid() !== 0)
        fail("systemd: its tests boot machines in namespaces, which takes root: run 'npm test' as root")
      else mocha(phase, place, env, options)
    }
  } finally {
    for (const command of place.close()) fail(`left running by the tests, ended now: ${command}`)
  }
}

function main(argv) {
  const split = argv.includes('--') ? argv.indexOf('--') : argv.length
  const [named, options] = [argv.slice(0, split), argv.slice(split + 1)]
  const unknown = named.find((phase) => !PHASES.includes(phase))
  if (unknown !== undefined) throw new Error(`no phase '${unknown}': ${PHASES.join(', ')}`)
  const phases = named.length > 0 ? named : PHASES
  installDependencies(ROOT)
  heading('build')
  if (!script('build.mjs')) throw new Error('npm run build failed')
  if (phases.includes('lint')) {
    heading('lint')
    if (!script('lint.mjs')) fail('lint failed')
  }
  const tests = phases.filter((phase) => phase in MOCHA)
  if (tests.length > 0) runTests(tests, options)
}

try {
  main(process.argv.slice(2))
} catch (error) {
  fail(error.message)
}
for (const message of failures) console.log(`\nFailed: ${message}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
if (total.failed + total.skipped > 0) process.exitCode = 1
