import { join } from 'node:path/posix'
import type { Fault } from '../errors/kinds.js'
import { type PostgresVersion, SUPPORTED_VERSIONS } from '../postgresql/versions.js'
import { format } from './format-string.js'
import type { SettingsReader } from './reader.js'

/** Where Debian and the PGDG RPM packages put the programs of a major. */
const LAYOUTS = ['/usr/lib/postgresql/{version}/bin', '/usr/pgsql-{version}/bin'] as const

/** A major and the directory of its programs. */
export interface AvailableVersion {
  readonly version: PostgresVersion
  readonly bindir: string
}

/** Majors that can be used, oldest first, and the template that found those that were not listed. */
export interface AvailableVersions {
  readonly bindir: string | null
  readonly versions: readonly AvailableVersion[]
  readonly faults: readonly Fault[]
}

/**
 * Looks for the majors that have an executable `pg_ctl`.
 *
 * @param bindir - template with `{version}`; null: don't look; undefined: the first known layout that has any.
 * @param listed - versions that the settings name, kept as they are.
 */
export async function availableVersions(
  bindir: string | null | undefined,
  listed: readonly AvailableVersion[],
  reader: SettingsReader,
): Promise<AvailableVersions> {
  const found = bindir === undefined ? await guess(reader) : { bindir, versions: await look(bindir, reader) }
  const repeated = listed.find(({ version }, index) => listed.findIndex((v) => v.version === version) < index)
  const others = found.versions.filter(({ version }) => !listed.some((v) => v.version === version))
  const versions = [...listed, ...others].sort((a, b) => Number(a.version) - Number(b.version))
  const faults = [
    ...(repeated ? [fault(['postgresql', 'versions'], `version '${repeated.version}' is listed twice`)] : []),
    ...(versions.length === 0 ? [nothingFound(bindir)] : []),
  ]
  return { bindir: found.bindir, versions, faults }
}

async function guess(reader: SettingsReader): Promise<Omit<AvailableVersions, 'faults'>> {
  for (const bindir of LAYOUTS) {
    const versions = await look(bindir, reader)
    if (versions.length > 0) return { bindir, versions }
  }
  return { bindir: null, versions: [] }
}

async function look(bindir: string | null, reader: SettingsReader): Promise<AvailableVersion[]> {
  if (bindir === null) return []
  const candidates = SUPPORTED_VERSIONS.map((version) => ({ version, bindir: format(bindir, () => version) }))
  const present = await Promise.all(candidates.map((one) => reader.isExecutable(join(one.bindir, 'pg_ctl'))))
  return candidates.filter((_, index) => present[index])
}

function nothingFound(bindir: string | null | undefined): Fault {
  if (bindir === null) return fault(['postgresql', 'versions'], "expecting a version when 'bindir' is null")
  const where = (bindir === undefined ? LAYOUTS : [bindir]).map((layout) => `'${layout}'`).join(' or ')
  return fault(['postgresql', 'versions'], `no value could be inferred from bindir template ${where}`)
}

function fault(loc: Fault['loc'], msg: string): Fault {
  return { type: 'value_error', loc, msg }
}
