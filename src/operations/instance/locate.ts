import { join } from 'node:path'
import type { Instance } from '../../models/instance-identity.js'
import { instanceId, qualname } from '../../postgresql/names.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { instancePaths } from '../../settings/instance-paths.js'
import type { SiteSettings } from '../../settings/types.js'

/**
 * Where the instance lies or would lie. The name must have been checked: it becomes part of paths.
 * Without a binary directory for the version `bindir` is that of no existing program.
 */
export function locateInstance(settings: SiteSettings, version: PostgresVersion, name: string): Instance {
  const { datadir, waldir, dumpsDirectory } = instancePaths(settings, version, name)
  const bindir = settings.postgresql.versions.find((known) => known.version === version)?.bindir ?? ''
  const logs = settings.postgresql.logpath ?? join(datadir, 'log')
  return {
    version,
    name,
    id: instanceId(version, name),
    qualname: qualname(version, name),
    bindir,
    datadir,
    waldir,
    dumpsDirectory,
    psqlrc: join(datadir, '.psqlrc'),
    psqlHistory: join(datadir, '.psql_history'),
    startLog: join(logs, `${qualname(version, name)}-start.log`),
  }
}
