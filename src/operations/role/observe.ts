import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { Secret } from '../../models/secret.js'
import { listRoles, type RoleRow } from '../../postgresql/sql/role-queries.js'
import { attributesOf } from './attributes.js'
import { wantedMemberships } from './memberships.js'
import type { ObservedRole } from './observed-role.js'

function observedRole({ password_verifier, ...row }: RoleRow): ObservedRole {
  return { ...row, verifier: password_verifier ? new Secret(password_verifier) : null }
}

/**
 * Roles by name, in one query: those of `names`, or all but PostgreSQL's own (`pg_...`). Names that don't exist are
 * left out.
 */
export async function observeRoles(
  host: { readonly sessions: Pick<Host['sessions'], 'to'> },
  instance: ObservedInstance,
  names?: readonly string[],
): Promise<Map<string, ObservedRole>> {
  const session = await host.sessions.to(instance)
  const { text, values } = listRoles({ ...(names === undefined ? {} : { names }), verifiers: true })
  const { rows } = await session.query<RoleRow>(text, values)
  return new Map(rows.map((row) => [row.name, observedRole(row)]))
}

/** A role as its creation will leave it: for plans that go on from there. `grantor`: who grants its memberships. */
export function expectedRole(manifest: RoleManifest, grantor: string): ObservedRole {
  const { connectionLimit, validUntil, ...switches } = attributesOf(manifest)
  return {
    name: manifest.name,
    ...switches,
    connection_limit: connectionLimit,
    valid_until: validUntil,
    has_password: manifest.password !== null || manifest.encrypted_password !== null,
    memberships: wantedMemberships(manifest).map((role) => ({ role, grantors: [grantor] })),
    verifier: manifest.encrypted_password,
  }
}

/** The superuser role as initdb makes it. */
export function initialSuperuser(name: string): ObservedRole {
  return {
    name,
    has_password: false,
    inherit: true,
    login: true,
    superuser: true,
    createdb: true,
    createrole: true,
    replication: true,
    connection_limit: null,
    valid_until: null,
    memberships: [],
    verifier: null,
  }
}
