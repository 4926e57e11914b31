import { hasFeature, type PostgresVersion } from '../versions.js'
import { quoteIdentifier } from './quote.js'
import { type Statement, statement } from './statement.js'

export type RoleProfile = 'read-only' | 'read-write'

type ObjectKind = 'TABLES' | 'SEQUENCES' | 'FUNCTIONS' | 'TYPES'

const PRIVILEGES: Readonly<Record<RoleProfile, Readonly<Record<ObjectKind, string>>>> = {
  'read-only': { TABLES: 'SELECT', SEQUENCES: 'SELECT', FUNCTIONS: 'EXECUTE', TYPES: 'USAGE' },
  'read-write': {
    TABLES: 'SELECT, INSERT, DELETE, UPDATE, REFERENCES, TRUNCATE',
    SEQUENCES: 'SELECT, UPDATE',
    FUNCTIONS: 'EXECUTE',
    TYPES: 'USAGE',
  },
}

const KINDS: readonly ObjectKind[] = ['TABLES', 'SEQUENCES', 'FUNCTIONS', 'TYPES']

export interface ProfileTarget {
  role: string
  database: string
  schema: string
  /** Whose future objects the default privileges cover, besides those of the current user (`profileGrantor`). */
  grantor: string
}

/**
 * Statements, to run in `database` in one transaction, that give `role` exactly the privileges of a profile on one
 * schema: all are revoked, then granted. Objects that other roles than `grantor` create later aren't covered.
 */
export function setProfile(
  profile: RoleProfile,
  { role, database, schema, grantor }: ProfileTarget,
): Statement[] {
  const grantee = quoteIdentifier(role, 'role')
  const inDatabase = `DATABASE ${quoteIdentifier(database, 'database')}`
  const inSchema = `SCHEMA ${quoteIdentifier(schema, 'schema')}`
  const granted = PRIVILEGES[profile]
  const existing = KINDS.filter((kind) => kind !== 'TYPES')
  const forGrantor = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(grantor, 'role')} IN ${inSchema}`
  const forMe = `ALTER DEFAULT PRIVILEGES IN ${inSchema}`
  return [
    `REVOKE ALL ON ${inDatabase} FROM ${grantee}`,
    `REVOKE ALL ON ${inSchema} FROM ${grantee}`,
    ...existing.map((kind) => `REVOKE ALL ON ALL ${kind} IN ${inSchema} FROM ${grantee}`),
    ...[forMe, forGrantor].flatMap((head) =>
      KINDS.map((kind) => `${head} REVOKE ALL ON ${kind} FROM ${grantee}`),
    ),
    `GRANT CONNECT ON ${inDatabase} TO ${grantee}`,
    `GRANT USAGE ON ${inSchema} TO ${grantee}`,
    ...existing.map((kind) => `GRANT ${granted[kind]} ON ALL ${kind} IN ${inSchema} TO ${grantee}`),
    ...KINDS.map((kind) => `${forGrantor} GRANT ${granted[kind]} ON ${kind} TO ${grantee}`),
  ].map((text) => statement(text))
}

const elements = (privileges: string) => [...privileges.split(', ')].sort().join(',')

/**
 * Whether `role` has exactly the privileges of a profile on one schema of the current database, as `setProfile` gives
 * them: one row, column `holds`. Grant options count as a difference.
 */
export function profileHolds(
  profile: RoleProfile,
  { role, schema, grantor }: Omit<ProfileTarget, 'database'>,
): Statement {
  const wanted = KINDS.map((kind) => `('${kind}', '{${elements(PRIVILEGES[profile][kind])}}')`)
  return {
    text: `WITH grantee AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1::text),
schema AS (SELECT oid, nspacl, nspowner FROM pg_catalog.pg_namespace WHERE nspname = $2::text),
wanted (kind, privileges) AS (
  VALUES ('DATABASE', '{CONNECT}'::text[]), ('SCHEMA', '{USAGE}'), ('NOTHING', '{}'), ${wanted.join(', ')}
),
present (kind, acl) AS (
  SELECT 'DATABASE', coalesce(datacl, acldefault('d', datdba))
  FROM pg_catalog.pg_database WHERE datname = current_database()
  UNION ALL SELECT 'SCHEMA', coalesce(nspacl, acldefault('n', nspowner)) FROM schema
  UNION ALL SELECT CASE relkind WHEN 'S' THEN 'SEQUENCES' ELSE 'TABLES' END,
    coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner))
  FROM pg_catalog.pg_class c JOIN schema ON relnamespace = schema.oid WHERE relkind IN ('r', 'v', 'm', 'f', 'p', 'S')
  UNION ALL SELECT 'NOTHING', attacl
  FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid JOIN schema ON relnamespace = schema.oid
  WHERE attacl IS NOT NULL
  UNION ALL SELECT 'FUNCTIONS', coalesce(proacl, acldefault('f', proowner))
  FROM pg_catalog.pg_proc JOIN schema ON pronamespace = schema.oid WHERE prokind <> 'p'
  UNION ALL SELECT CASE WHEN r.rolname = $3::text THEN k.kind ELSE 'NOTHING' END, coalesce(d.defaclacl, '{}')
  FROM (VALUES ('TABLES', 'r'::"char"), ('SEQUENCES', 'S'), ('FUNCTIONS', 'f'), ('TYPES', 'T')) k (kind, objtype)
  CROSS JOIN schema
  JOIN pg_catalog.pg_roles r ON r.rolname IN ($3::text, current_user)
  LEFT JOIN pg_catalog.pg_default_acl d
    ON d.defaclnamespace = schema.oid AND d.defaclobjtype = k.objtype AND d.defaclrole = r.oid
)
SELECT NOT EXISTS (
  SELECT FROM present JOIN wanted USING (kind)
  WHERE wanted.privileges IS DISTINCT FROM ARRAY(
    SELECT DISTINCT a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END
    FROM aclexplode(present.acl) a JOIN grantee ON grantee.oid = a.grantee ORDER BY 1)
) AS holds`,
    values: [role, schema, grantor],
  }
}

/** A row of `schemaOwners`. */
export interface SchemaOwnerRow {
  schema: string
  owner: string
  database_owner: string
}

/** Owners of `schemas` in the current database, and the database's own; a missing row is a missing schema. */
export function schemaOwners(schemas: readonly string[]): Statement {
  return {
    text: `SELECT n.nspname::text AS schema,
  pg_catalog.pg_get_userbyid(n.nspowner)::text AS owner,
  pg_catalog.pg_get_userbyid(d.datdba)::text AS database_owner
FROM pg_catalog.pg_namespace n
JOIN pg_catalog.pg_database d ON d.datname = current_database()
WHERE n.nspname = ANY ($1::text[])
ORDER BY n.nspname`,
    values: [[...schemas]],
  }
}

/**
 * Who creates objects in a schema: its owner; but the database's owner for one that belongs to pg_database_owner
 * (`public` since PostgreSQL 15), and for `public` when it belongs to the superuser (before).
 */
export function profileGrantor(row: SchemaOwnerRow, surole: string, version: PostgresVersion): string {
  if (row.owner === 'pg_database_owner') return row.database_owner
  const oldPublic = row.schema === 'public' && row.owner === surole
  return oldPublic && !hasFeature(version, 'publicSchemaOfDatabaseOwner') ? row.database_owner : row.owner
}
