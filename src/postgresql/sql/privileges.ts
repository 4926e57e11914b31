import type { Statement } from './statement.js'

const GRANTEE = "CASE a.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(a.grantee)::text END"

/**
 * Privileges granted on the tables (views, foreign tables ... included), sequences, functions and types of the
 * current database, one row an object and role. Only what an ACL says: an object that nobody ever granted anything
 * on, where its owner has all, isn't listed. System schemas are left out.
 */
export function generalPrivileges(roles?: readonly string[]): Statement {
  return {
    text: `WITH objects AS (
  SELECT c.oid, c.relnamespace AS namespace, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS type,
    c.relname::text AS name, c.relacl AS acl
  FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  UNION ALL
  SELECT p.oid, p.pronamespace, 'FUNCTION',
    p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', p.proacl
  FROM pg_catalog.pg_proc p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT t.oid, t.typnamespace, 'TYPE', t.typname::text, t.typacl
  FROM pg_catalog.pg_type t WHERE t.typacl IS NOT NULL
), grants AS (
  SELECT o.oid, o.namespace, o.type, o.name, ${GRANTEE} AS role, NULL::text AS attribute, a.privilege_type
  FROM objects o CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) a
  UNION ALL
  SELECT o.oid, o.namespace, o.type, o.name, ${GRANTEE}, t.attname::text, a.privilege_type
  FROM objects o
  JOIN pg_catalog.pg_attribute t ON t.attrelid = o.oid AND NOT t.attisdropped AND t.attacl IS NOT NULL
  CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) a
  WHERE o.type = 'TABLE'
), columns AS (
  SELECT oid, type, role, json_object_agg(attribute, privileges ORDER BY attribute) AS column_privileges
  FROM (SELECT oid, type, role, attribute, ${sortedPrivileges()} AS privileges
    FROM grants WHERE attribute IS NOT NULL GROUP BY 1, 2, 3, 4) c
  GROUP BY 1, 2, 3
)
SELECT current_database()::text AS database,
  n.nspname::text AS schema,
  g.type AS object_type,
  g.role,
  coalesce(${sortedPrivileges()} FILTER (WHERE g.attribute IS NULL), '{}') AS privileges,
  g.name AS object_name,
  coalesce(c.column_privileges::text, '{}')::json AS column_privileges
FROM grants g
JOIN pg_catalog.pg_namespace n ON n.oid = g.namespace
LEFT JOIN columns c ON c.oid = g.oid AND c.type = g.type AND c.role = g.role
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'${roleFilter(roles, ' AND g.role')}
GROUP BY n.nspname, g.type, g.role, g.oid, g.name, c.column_privileges::text
ORDER BY n.nspname, g.type, g.name, g.role`,
    values: roles ? [[...roles]] : [],
  }
}

/** Default privileges of the current database (pg_default_acl) on tables, sequences, functions and types. */
export function defaultPrivileges(roles?: readonly string[]): Statement {
  return {
    text: `SELECT current_database()::text AS database,
  g.schema,
  g.object_type,
  g.role,
  ${sortedPrivileges()} AS privileges
FROM (
  SELECT n.nspname::text AS schema,
    CASE d.defaclobjtype WHEN 'r' THEN 'TABLE' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FUNCTION' ELSE 'TYPE' END
      AS object_type,
    ${GRANTEE} AS role,
    a.privilege_type
  FROM pg_catalog.pg_default_acl d
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
  CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) a
  WHERE d.defaclobjtype IN ('r', 'S', 'f', 'T')
) g${roleFilter(roles, '\nWHERE g.role')}
GROUP BY g.schema, g.object_type, g.role
ORDER BY g.schema NULLS FIRST, g.object_type, g.role`,
    values: roles ? [[...roles]] : [],
  }
}

function sortedPrivileges(): string {
  return 'array_agg(DISTINCT privilege_type::text ORDER BY privilege_type::text)'
}

function roleFilter(roles: readonly string[] | undefined, clause: string): string {
  return roles ? `${clause} = ANY ($1::text[])` : ''
}
