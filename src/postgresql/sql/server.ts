import { type Statement, statement } from './statement.js'

/** A row of `parameterContexts`. */
export interface ParameterContextRow {
  name: string
  setting: string
  unit: string | null
  /** `postmaster`: a change needs a restart; `sighup` and others: a reload; `internal`: can't change. */
  context: string
  pending_restart: boolean
}

/** Context of parameters (pg_settings); case does not matter, names that the server doesn't know give no row. */
export function parameterContexts(names: readonly string[]): Statement {
  return {
    text: `SELECT name, setting, unit, context, pending_restart
FROM pg_catalog.pg_settings
WHERE lower(name) = ANY ($1::text[])
ORDER BY name`,
    values: [names.map((name) => name.toLowerCase())],
  }
}

/** The row of `serverState`. */
export interface ServerStateRow {
  /** Such as 150018. */
  version_num: number
  /** null unless all of lc_messages, lc_monetary, lc_numeric, lc_time are equal. */
  locale: string | null
  /** Of template1. */
  encoding: string
  data_checksums: boolean
  pending_restart: boolean
  in_recovery: boolean
  password_encryption: string
}

/**
 * What `instance get` asks of a running server, in one row. To a primary it does not matter where its recovery was to end:
 * that it was promoted without a restart is no reason for one.
 */
export function serverState(): Statement {
  return statement(`SELECT current_setting('server_version_num')::int AS version_num,
  (SELECT CASE WHEN count(DISTINCT setting) = 1 THEN min(setting) END FROM pg_catalog.pg_settings
    WHERE name IN ('lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time')) AS locale,
  (SELECT pg_catalog.pg_encoding_to_char(encoding)::text FROM pg_catalog.pg_database
    WHERE datname = 'template1') AS encoding,
  current_setting('data_checksums') = 'on' AS data_checksums,
  (SELECT bool_or(pending_restart) FROM pg_catalog.pg_settings
    WHERE pg_catalog.pg_is_in_recovery() OR name NOT LIKE 'recovery\\_target%') AS pending_restart,
  pg_catalog.pg_is_in_recovery() AS in_recovery,
  current_setting('password_encryption') AS password_encryption`)
}
