import { operational } from '../errors/kinds.js'

/** PostgreSQL majors that pglift deploys, oldest first. */
export const SUPPORTED_VERSIONS = ['13', '14', '15', '16', '17', '18'] as const

export type PostgresVersion = (typeof SUPPORTED_VERSIONS)[number]

/** The first major that has it, of what differs between majors: code asks `hasFeature` and compares no numbers. */
const SINCE = {
  /** `initdb --no-data-checksums`: data checksums are the default. */
  initdbNoDataChecksums: 18,
  /** `initdb --locale-provider`, `pg_database.datlocprovider`. */
  localeProvider: 15,
  /** Schema `public` of a new database belongs to pg_database_owner; PUBLIC may not create in it. */
  publicSchemaOfDatabaseOwner: 15,
  /** `GRANT role TO member WITH INHERIT ..., SET ...`; one pg_auth_members row a grantor. */
  membershipOptions: 16,
  /** `pg_get_wal_replay_pause_state()`: `not paused`, `pause requested`, `paused`. */
  walReplayPauseState: 14,
  /** `postgres -C` of parameters that are computed at the start, which it goes through for them. */
  rehearsedStart: 15,
  /** pg_upgrade takes statistics over; `--no-statistics`. */
  upgradeNoStatistics: 18,
  /** Parameter `scram_iterations`; before, a verifier always has 4096 iterations. */
  scramIterations: 16,
} as const

export type Feature = keyof typeof SINCE

/** Whether PostgreSQL `version` has `feature`. */
export function hasFeature(version: PostgresVersion, feature: Feature): boolean {
  return Number(version) >= SINCE[feature]
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
