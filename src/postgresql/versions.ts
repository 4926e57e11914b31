import { operational } from '../errors/kinds.js'

/** PostgreSQL majors that pglift deploys, oldest first. */
export const SUPPORTED_VERSIONS = ['13', '14', '15', '16', '17', '18'] as const

export type PostgresVersion = (typeof SUPPORTED_VERSIONS)[number]

interface Span {
  /** First major that has it. */
  since: number
  /** Last major that has it, when it went away. */
  until?: number
}

/**
 * What differs between majors, as data. Each line is a fact of the release notes or of the catalogue chapter
 * ("System Catalogs") of the major that it names; code asks `hasFeature` and never compares numbers.
 */
export const FEATURES = {
  /** initdb turns data checksums on unless told otherwise; `--no-data-checksums` exists. */
  dataChecksumsByDefault: { since: 18 },
  initdbNoDataChecksums: { since: 18 },
  /** `initdb --set name=value`. */
  initdbSet: { since: 16 },
  /** `initdb --locale-provider`, `pg_database.datlocprovider`. */
  localeProvider: { since: 15 },
  /** Provider `builtin` (`C.UTF-8`), of initdb and CREATE DATABASE. */
  builtinLocaleProvider: { since: 17 },
  /** `pg_database.daticulocale`, renamed to `datlocale` in 17. */
  databaseIcuLocaleColumn: { since: 15, until: 16 },
  databaseLocaleColumn: { since: 17 },
  /** `CREATE DATABASE ... STRATEGY`. */
  createDatabaseStrategy: { since: 15 },
  /** Role `pg_database_owner`. */
  databaseOwnerRole: { since: 14 },
  /** Schema `public` of a new database belongs to pg_database_owner; PUBLIC may not create in it. */
  publicSchemaOfDatabaseOwner: { since: 15 },
  /** `GRANT role TO member WITH INHERIT ..., SET ...`; one pg_auth_members row a grantor. */
  membershipOptions: { since: 16 },
  /** `GRANT MAINTAIN ON TABLE`, letter `m` in ACLs. */
  maintainPrivilege: { since: 17 },
  /** `ALTER DEFAULT PRIVILEGES ... ON LARGE OBJECTS`, letter `L` in pg_default_acl. */
  largeObjectDefaultPrivileges: { since: 18 },
  /** `pg_get_wal_replay_pause_state()`: `not paused`, `pause requested`, `paused`. */
  walReplayPauseState: { since: 14 },
  /** `pg_rewind --config-file`. */
  rewindConfigFile: { since: 15 },
  upgradeLink: { since: 13 },
  upgradeClone: { since: 13 },
  upgradeCopy: { since: 16 },
  upgradeCopyFileRange: { since: 17 },
  upgradeSwap: { since: 18 },
  upgradeNoStatistics: { since: 18 },
  /** `pg_basebackup --incremental`. */
  incrementalBaseBackup: { since: 17 },
  /** `pg_basebackup --target`. */
  baseBackupTarget: { since: 15 },
  /** Parameter `io_method`. */
  ioMethod: { since: 18 },
  /** Parameter `scram_iterations`; before, a verifier always has 4096 iterations. */
  scramIterations: { since: 16 },
  /** `log_destination = jsonlog`. */
  jsonlog: { since: 15 },
  /** `include*` records, and regular expressions for databases and users, in pg_hba.conf. */
  hbaInclude: { since: 16 },
  /** `GRANT SET ON PARAMETER`. */
  parameterPrivileges: { since: 15 },
  /** `CREATE PUBLICATION ... FOR TABLES IN SCHEMA`. */
  publicationSchemas: { since: 15 },
  /** Columns `inactive_since` and `invalidation_reason` of pg_replication_slots. */
  slotInvalidationReason: { since: 17 },
} as const satisfies Record<string, Span>

export type Feature = keyof typeof FEATURES

/** Whether PostgreSQL `version` has `feature`. */
export function hasFeature(version: PostgresVersion, feature: Feature): boolean {
  const span: Span = FEATURES[feature]
  const major = Number(version)
  return major >= span.since && (span.until === undefined || major <= span.until)
}

/** Whether `text` is the number of a supported major: `15`, not `15.2`. */
export function isPostgresVersion(text: string): text is PostgresVersion {
  return (SUPPORTED_VERSIONS as readonly string[]).includes(text)
}

/**
 * `text` as a supported major.
 *
 * @throws operational `PGLIFT_VERSION_UNSUPPORTED` naming those that are.
 */
export function postgresVersion(text: string): PostgresVersion {
  if (isPostgresVersion(text)) return text
  throw operational('PGLIFT_VERSION_UNSUPPORTED', `unsupported PostgreSQL version '${text}'`, {
    hint: `Supported versions: ${SUPPORTED_VERSIONS.join(', ')}.`,
  })
}

/** Orders majors oldest first, for `Array#sort`. */
export function compareVersions(left: PostgresVersion, right: PostgresVersion): number {
  return Number(left) - Number(right)
}

export interface ParsedVersion {
  /** `15`; may be a major that pglift does not support (test with `isPostgresVersion`). */
  major: string
  /** Minor release; undefined when the text has none (a PG_VERSION file, a beta). */
  minor?: number
  /** `15.18`, `18beta1`, `15`. */
  release: string
}

/**
 * Reads the version out of what PostgreSQL prints: `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`,
 * `15.18`, `18beta1`, the content of a PG_VERSION file, or a `server_version_num` (`150018`).
 *
 * @throws operational `PGLIFT_VERSION_UNREADABLE` when there is none.
 */
export function parsePgVersion(text: string): ParsedVersion {
  const trimmed = text.trim()
  const num = /^(\d{2})(\d{4})$/.exec(trimmed)
  if (num?.[1] && num[2]) {
    const minor = Number(num[2])
    return { major: num[1], minor, release: `${num[1]}.${minor}` }
  }
  const match = /^(?:.*?\(PostgreSQL\)\s+)?((\d+)(?:\.(\d+)|devel|beta\d+|rc\d+)?)(?![\w.])/.exec(trimmed)
  if (!match?.[1] || !match[2]) {
    throw operational('PGLIFT_VERSION_UNREADABLE', `no PostgreSQL version in '${trimmed.slice(0, 80)}'`, {
      hint: 'Check that the program is one of PostgreSQL (--version), or that PG_VERSION is intact.',
    })
  }
  const parsed: ParsedVersion = { major: match[2], release: match[1] }
  return match[3] === undefined ? parsed : { ...parsed, minor: Number(match[3]) }
}
