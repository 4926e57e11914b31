import type { Statement } from './statement.js'

/** A row of `listRoles`. */
export interface RoleRow {
  name: string
  has_password: boolean
  inherit: boolean
  login: boolean
  superuser: boolean
  createdb: boolean
  createrole: boolean
  replication: boolean
  connection_limit: number | null
  /** `2026-01-01T00:00:00Z`; null: for ever. */
  valid_until: string | null
  /** Roles that it is a direct member of, sorted; each once, whoever granted it. */
  memberships: { role: string; grantors: string[] }[]
  /** Only when asked for: what the server stores, to compare a password with. Never shown. */
  password_verifier?: string | null
}

export interface RoleFilter {
  /** Only these names; otherwise all but those that start with `pg_`. */
  names?: readonly string[]
  /** Adds `password_verifier`. */
  verifiers?: boolean
}

/** Roles with attributes and memberships, sorted by name. Reads pg_authid: needs a superuser. */
export function listRoles({ names, verifiers }: RoleFilter = {}): Statement {
  return {
    text: `SELECT r.rolname::text AS name,
  r.rolpassword IS NOT NULL AS has_password,
  r.rolinherit AS inherit,
  r.rolcanlogin AS login,
  r.rolsuper AS superuser,
  r.rolcreatedb AS createdb,
  r.rolcreaterole AS createrole,
  r.rolreplication AS replication,
  nullif(r.rolconnlimit, -1) AS connection_limit,
  CASE WHEN isfinite(r.rolvaliduntil)
    THEN to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END AS valid_until,
  coalesce(m.memberships, '[]'::json) AS memberships${verifiers ? ',\n  r.rolpassword AS password_verifier' : ''}
FROM pg_catalog.pg_authid r
LEFT JOIN (
  SELECT g.member, json_agg(json_build_object('role', g.role, 'grantors', g.grantors) ORDER BY g.role) AS memberships
  FROM (
    SELECT am.member, parent.rolname::text COLLATE "C" AS role,
      coalesce(json_agg(DISTINCT grantor.rolname::text) FILTER (WHERE grantor.oid IS NOT NULL), '[]'::json) AS grantors
    FROM pg_catalog.pg_auth_members am
    JOIN pg_catalog.pg_authid parent ON parent.oid = am.roleid
    LEFT JOIN pg_catalog.pg_authid grantor ON grantor.oid = am.grantor
    GROUP BY am.member, parent.rolname
  ) g
  GROUP BY g.member
) m ON m.member = r.oid
WHERE ${names ? 'r.rolname = ANY ($1::text[])' : "r.rolname !~ '^pg_'"}
ORDER BY r.rolname::text COLLATE "C"`,
    ...(names ? { values: [[...names]] } : {}),
  }
}

/** Databases that `role` owns: column `name`. */
export function databasesOwnedBy(role: string): Statement {
  return {
    text: `SELECT d.datname::text AS name
FROM pg_catalog.pg_database d
JOIN pg_catalog.pg_roles r ON r.oid = d.datdba
WHERE r.rolname = $1::text
ORDER BY d.datname::text COLLATE "C"`,
    values: [role],
  }
}

/** A row of `dependentObjects`. */
export interface DependentRow {
  /** null for a shared object (a database, a tablespace). */
  database: string | null
  /** How it depends: owner, acl, initial_acl, policy, tablespace, other. */
  dependency: string
  /** Number of objects in that database. */
  objects: number
  /** The first objects as PostgreSQL describes them; only for shared ones and those of the current database. */
  descriptions: string[]
}

/** What keeps `role` from being dropped, over all databases (pg_shdepend), counted per database and kind. */
export function dependentObjects(role: string): Statement {
  return {
    text: `SELECT d.datname::text AS database,
  CASE s.deptype WHEN 'o' THEN 'owner' WHEN 'a' THEN 'acl' WHEN 'i' THEN 'initial_acl' WHEN 'r' THEN 'policy'
    WHEN 't' THEN 'tablespace' ELSE 'other' END AS dependency,
  count(*)::int AS objects,
  coalesce(array_agg(pg_catalog.pg_describe_object(s.classid, s.objid, s.objsubid))
    FILTER (WHERE s.dbid = 0 OR d.datname = current_database()), '{}') AS descriptions
FROM pg_catalog.pg_shdepend s
JOIN pg_catalog.pg_authid r ON s.refclassid = 'pg_catalog.pg_authid'::regclass AND r.oid = s.refobjid
LEFT JOIN pg_catalog.pg_database d ON d.oid = s.dbid
WHERE r.rolname = $1::text
GROUP BY 1, 2
ORDER BY 1 NULLS FIRST, 2`,
    values: [role],
  }
}
