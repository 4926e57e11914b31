import type { Statement } from './statement.js'

export interface DatabaseFilter {
  /** Only these names. */
  names?: readonly string[]
  /** All but these names. */
  excluded?: readonly string[]
  /** Adds sizes: the server walks through the directories of each database, and wants CONNECT on it. */
  sizes?: boolean
}

/** Databases of the cluster without template0, sorted by name. */
export function listDatabases({ names, excluded, sizes = true }: DatabaseFilter = {}): Statement {
  const { where, values } = filter(names, excluded)
  const size = sizes ? '\n  pg_catalog.pg_database_size(d.oid)::float8 AS size,' : ''
  const tablespaceSize = sizes ? ", 'size', pg_catalog.pg_tablespace_size(t.oid)" : ''
  return {
    text: `SELECT d.datname::text AS name,
  pg_catalog.pg_get_userbyid(d.datdba)::text AS owner,
  pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding,
  d.datcollate::text AS collation,
  d.datctype::text AS ctype,
  coalesce(d.datacl::text[], '{}') AS acls,${size}
  pg_catalog.shobj_description(d.oid, 'pg_database') AS description,
  json_build_object('name', t.spcname, 'location', pg_catalog.pg_tablespace_location(t.oid)${tablespaceSize}) AS tablespace
FROM pg_catalog.pg_database d
JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
${where}
ORDER BY d.datname::text COLLATE "C"`,
    values,
  }
}

/** A row of `describeDatabases`. */
export interface DatabaseStateRow {
  name: string
  owner: string
  encoding: string
  /** null when collation and character classification differ. */
  locale: string | null
  tablespace: string
  /** Items of setconfig, `name=value`, for the database as a whole (not for one role in it). */
  settings: string[]
  is_template: boolean
  allows_connections: boolean
}

/** What a database manifest can declare and the shared catalogues know, without template0, sorted by name. */
export function describeDatabases({ names, excluded }: Omit<DatabaseFilter, 'sizes'> = {}): Statement {
  const { where, values } = filter(names, excluded)
  return {
    text: `SELECT d.datname::text AS name,
  pg_catalog.pg_get_userbyid(d.datdba)::text AS owner,
  pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding,
  CASE WHEN d.datcollate = d.datctype THEN d.datcollate::text END AS locale,
  t.spcname::text AS tablespace,
  coalesce(s.setconfig, '{}') AS settings,
  d.datistemplate AS is_template,
  d.datallowconn AS allows_connections
FROM pg_catalog.pg_database d
JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
LEFT JOIN pg_catalog.pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
${where}
ORDER BY d.datname::text COLLATE "C"`,
    values,
  }
}

function filter(
  names?: readonly string[],
  excluded?: readonly string[],
): { where: string; values: string[][] } {
  const values: string[][] = []
  const conditions = ["d.datname <> 'template0'"]
  if (names) conditions.push(`d.datname = ANY ($${values.push([...names])}::text[])`)
  if (excluded) conditions.push(`d.datname <> ALL ($${values.push([...excluded])}::text[])`)
  return { where: `WHERE ${conditions.join(' AND ')}`, values }
}

/** The row of `describeCurrentDatabase`. */
export interface DatabaseContentRow {
  schemas: { name: string; owner: string }[]
  extensions: { name: string; schema: string; version: string }[]
  publications: { name: string; all_tables: boolean }[]
  /** `conninfo` may carry a password: parse it, show it without. */
  subscriptions: { name: string; conninfo: string; enabled: boolean; publications: string[] }[]
}

/**
 * Schemas (but the system's), extensions, publications and subscriptions of the current database in one row; each
 * list sorted by name. Reads pg_subscription.subconninfo: needs a superuser.
 */
export function describeCurrentDatabase(): Statement {
  return {
    text: `SELECT
  (SELECT coalesce(json_agg(json_build_object('name', n.nspname, 'owner', pg_catalog.pg_get_userbyid(n.nspowner))
      ORDER BY n.nspname), '[]'::json)
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS schemas,
  (SELECT coalesce(json_agg(json_build_object('name', e.extname, 'schema', n.nspname, 'version', e.extversion)
      ORDER BY e.extname), '[]'::json)
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname <> 'plpgsql') AS extensions,
  (SELECT coalesce(json_agg(json_build_object('name', p.pubname, 'all_tables', p.puballtables)
      ORDER BY p.pubname), '[]'::json)
    FROM pg_catalog.pg_publication p) AS publications,
  (SELECT coalesce(json_agg(json_build_object('name', s.subname, 'conninfo', s.subconninfo,
      'enabled', s.subenabled, 'publications', s.subpublications) ORDER BY s.subname), '[]'::json)
    FROM pg_catalog.pg_subscription s
    JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
    WHERE d.datname = current_database()) AS subscriptions`,
  }
}

/** Collation and encoding of a template, to know whether a locale asked for needs template0. */
export function templateLocale(template = 'template1'): Statement {
  return {
    text: `SELECT d.datcollate::text AS collation, d.datctype::text AS ctype,
  pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding
FROM pg_catalog.pg_database d WHERE d.datname = $1::text`,
    values: [template],
  }
}
