import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type Argv, program } from '../../postgresql/argv/argv.js'
import { hasFeature, type PostgresVersion } from '../../postgresql/versions.js'
import { readControlData } from '../steps/control-file.js'
import { postgresqlEnvironment } from '../steps/environment.js'

/** What initdb chose for a cluster, and the new one must have alike for pg_upgrade. */
export interface Cluster {
  /** Bootstrap superuser: pg_upgrade works as it. */
  readonly superuser: string
  readonly encoding: string
  readonly collate: string
  readonly ctype: string
  /** `c`, `i` (ICU), `b` (builtin). */
  readonly provider: string
  /** Locale of ICU or of the builtin provider. */
  readonly locale: string | null
  /** Bytes. */
  readonly walSegmentSize: number | undefined
}

const QUERY = `SELECT pg_catalog.json_build_object('superuser', (SELECT rolname FROM pg_catalog.pg_authid WHERE oid = 10), 'encoding', pg_catalog.pg_encoding_to_char(d.encoding), 'database', to_json(d))::text AS pglift_cluster FROM pg_catalog.pg_database d WHERE d.datname = 'template0'`

interface Answer {
  superuser: string
  encoding: string
  database: {
    datcollate: string
    datctype: string
    datlocprovider?: string
    daticulocale?: string | null
    datlocale?: string | null
  }
}

/** Reads the answer to `QUERY` out of what a single-user server prints. Undefined when it is not there. */
export function parseCluster(output: string): Omit<Cluster, 'walSegmentSize'> | undefined {
  const json = /pglift_cluster = "(.*)"\t\(typeid = 25,/.exec(output)?.[1]
  if (json === undefined) return undefined
  const { superuser, encoding, database } = JSON.parse(json) as Answer
  const { datcollate: collate, datctype: ctype, datlocprovider: provider = 'c' } = database
  return {
    superuser,
    encoding,
    collate,
    ctype,
    provider,
    locale: database.datlocale ?? database.daticulocale ?? null,
  }
}

/**
 * Looks into the catalogue of a stopped cluster with a single-user server (PostgreSQL documentation, "postgres",
 * "Options for Single-User Mode"): no port, no socket, and no service manager has a part in it. A cluster that crashed is
 * recovered and shut down cleanly by that, as pg_upgrade wants it.
 */
export async function examineCluster(host: Host, instance: ObservedInstance): Promise<Cluster> {
  const { bindir, datadir, id } = instance
  const { processes } = host.effects
  const options = ['shared_preload_libraries=', 'log_destination=stderr', 'log_statement=none']
  const argv: Argv = [
    program(bindir, 'postgres'),
    '--single',
    ...options.flatMap((option) => ['-c', option]),
    '-D',
    datadir,
    'template1',
  ]
  const { stdout } = await processes.run(argv, {
    input: `${QUERY}\n`,
    env: postgresqlEnvironment(),
    cwd: datadir,
    signal: host.signal,
  })
  const cluster = parseCluster(stdout)
  if (cluster === undefined)
    throw operational('PGLIFT_UPGRADE_CATALOG', `the catalogue of ${id} can't be read in ${datadir}`)
  const control = await readControlData(host.effects, datadir)
  return { ...cluster, walSegmentSize: control?.walSegmentSize }
}

const DEFAULT_SEGMENT = 16 * 1024 * 1024

/** Options that initdb of `version` needs, besides encoding, for a cluster alike. */
export function initdbOptions(cluster: Cluster, version: PostgresVersion): string[] {
  const { collate, ctype, provider, locale, walSegmentSize = DEFAULT_SEGMENT } = cluster
  const options = [`--locale=${collate}`, `--lc-ctype=${ctype}`]
  if (provider === 'i' && locale !== null && hasFeature(version, 'localeProvider'))
    options.push('--locale-provider=icu', `--icu-locale=${locale}`)
  if (provider === 'b' && locale !== null)
    options.push('--locale-provider=builtin', `--builtin-locale=${locale}`)
  if (walSegmentSize !== DEFAULT_SEGMENT) options.push(`--wal-segsize=${walSegmentSize / 1024 / 1024}`)
  return options
}
