// What the functional tests need of PostgreSQL: two complete majors (the machine's own and another, for pg_upgrade)
// and the server programs of all others.
import { accessSync, chmodSync, constants, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { aptInstall, mayInstall } from './apt.mjs'
import { knowingPgbackrest, otherMajor } from './debian-suite.mjs'
import { EMBEDDED_MAJORS, embeddedServer } from './embedded.mjs'
import { s3Server } from './s3-server.mjs'

// biome-ignore format: one list
const PROGRAMS = [
  'initdb', 'pg_ctl', 'postgres', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore', 'pg_basebackup', 'pg_rewind',
  'pg_upgrade', 'pg_controldata', 'pg_resetwal', 'pg_checksums', 'pg_isready',
]

/** Where Debian (and its derivatives) and the RPM packages of the PGDG put their programs. */
const LAYOUTS = [
  { parent: '/usr/lib/postgresql', folder: /^(\d+)$/ },
  { parent: '/usr', folder: /^pgsql-(\d+)$/ },
]

function isComplete(bindir) {
  try {
    for (const program of PROGRAMS) accessSync(join(bindir, program), constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Complete majors installed on this machine: major to folder of programs. */
export function installedMajors() {
  const found = {}
  for (const { parent, folder } of LAYOUTS) {
    let names = []
    try {
      names = readdirSync(parent)
    } catch {
      continue
    }
    for (const name of names) {
      const major = folder.exec(name)?.[1]
      const bindir = join(parent, name, 'bin')
      if (major !== undefined && EMBEDDED_MAJORS.includes(major) && isComplete(bindir)) found[major] = bindir
    }
  }
  return found
}

/** Folder for downloaded servers, readable by the user that the tests run as; root's own cache would not be. */
function cacheFolder() {
  const own = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const cache =
    process.env.PGLIFT_TEST_CACHE || join(process.getuid() === 0 ? '/var/cache' : own, 'pglift-test')
  mkdirSync(cache, { recursive: true })
  if (process.getuid() === 0) chmodSync(cache, 0o755)
  return cache
}

/**
 * Finds or installs all PostgreSQL majors that the tests use. Returns `{bindirs, complete}`: major to folder of
 * programs, and the majors that have every program. Throws one Error that names everything that is missing.
 */
export function preparePostgresql() {
  const cache = cacheFolder()
  const missing = []
  const attempt = (what, get) => {
    try {
      return get()
    } catch (error) {
      missing.push(`${what}: ${error.message}`)
      return undefined
    }
  }

  let bindirs = installedMajors()
  if (Object.keys(bindirs).length === 0 && mayInstall()) {
    attempt("PostgreSQL server and client programs (Debian's package postgresql)", () =>
      aptInstall('postgresql'),
    )
    bindirs = installedMajors()
  }
  if (Object.keys(bindirs).length === 0) {
    missing.push(
      `PostgreSQL server and client programs (Debian: apt-get install postgresql): ${PROGRAMS.join(', ')}`,
    )
  }
  if (Object.keys(bindirs).length < 2) {
    const other = attempt('a second complete PostgreSQL major (tests of instance upgrade)', () =>
      otherMajor(cache, Object.keys(bindirs)),
    )
    if (other) bindirs[other.major] = other.bindir
  }
  const complete = Object.keys(bindirs)
  for (const major of EMBEDDED_MAJORS.filter((name) => !complete.includes(name))) {
    const bindir = attempt(`the server programs of PostgreSQL ${major}`, () => embeddedServer(cache, major))
    if (bindir) bindirs[major] = bindir
  }
  if (missing.length > 0)
    throw new Error(`what the tests need is missing:\n${missing.map((line) => `- ${line}`).join('\n')}`)
  return { bindirs, complete }
}

/**
 * Finds or installs what the tests of backups need besides the machine's pgBackRest, which is there by then: one that
 * knows all complete majors, and a store of objects. Returns their paths.
 */
export function prepareBackups() {
  const cache = cacheFolder()
  return { pgbackrest: knowingPgbackrest(cache), s3: s3Server(cache) }
}
