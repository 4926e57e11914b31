import { isAbsolute, join } from 'node:path'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { parseLibraries } from '../../postgresql/conf/libraries.js'
import type { Conf } from '../../postgresql/conf/value.js'
import { effectiveConf } from './observe.js'

/** Of PostgreSQL 13 and 14. */
const DEFAULTS = {
  max_connections: 100,
  superuser_reserved_connections: 3,
  wal_level: 'replica',
  max_wal_senders: 10,
  archive_mode: false,
} as const

/** Combinations of parameters with which a server of PostgreSQL 13 or 14 does not start (postmaster.c), in its words. */
export function impossibleCombinations(conf: Conf): string[] {
  const all: Conf = { ...DEFAULTS, ...conf }
  const connections = Number(all.max_connections)
  const reserved = Number(all.superuser_reserved_connections)
  const minimal = all.wal_level === 'minimal'
  const archives = !['off', 'false', 'no'].includes(String(all.archive_mode).toLowerCase())
  return [
    ...(reserved >= connections
      ? [`superuser_reserved_connections (${reserved}) must be less than max_connections (${connections})`]
      : []),
    ...(minimal && archives ? ['WAL archival cannot be enabled when wal_level is "minimal"'] : []),
    ...(minimal && Number(all.max_wal_senders) > 0
      ? ['WAL streaming (max_wal_senders > 0) requires wal_level "replica" or "logical"']
      : []),
  ]
}

/** Where packages of all kinds put libraries below the programs; plpgsql is in every one. */
async function libraryDirectory(
  { effects }: Host,
  { bindir }: ObservedInstance,
): Promise<string | undefined> {
  for (const candidate of ['../lib', '../lib/postgresql', '../lib64/postgresql']) {
    const directory = join(bindir, candidate)
    if (await effects.files.isFile(join(directory, 'plpgsql.so'))) return directory
  }
  return undefined
}

async function missingLibraries(host: Host, instance: ObservedInstance, conf: Conf): Promise<string[]> {
  const directory = await libraryDirectory(host, instance)
  if (directory === undefined || conf.dynamic_library_path !== undefined) return []
  const missing: string[] = []
  for (const library of parseLibraries(String(conf.shared_preload_libraries ?? ''))) {
    const path = library.replace(/^\$libdir/, directory)
    const file = isAbsolute(path) ? path : join(directory, path)
    const found = (await host.effects.files.isFile(file)) || (await host.effects.files.isFile(`${file}.so`))
    if (!found) missing.push(`could not access file "${library}": No such file or directory`)
  }
  return missing
}

/** What would keep a server of PostgreSQL 13 or 14 from starting, which these can't be asked without starting them. */
export async function startObstacles(host: Host, instance: ObservedInstance): Promise<string[]> {
  const conf = (await effectiveConf(host.effects, instance.datadir)) ?? {}
  return [...impossibleCombinations(conf), ...(await missingLibraries(host, instance, conf))]
}
