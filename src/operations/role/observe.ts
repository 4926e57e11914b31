import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { listRoles, type RoleRow } from '../../postgresql/sql/role-queries.js'

/** A role as the catalogue has it. */
export interface ObservedRole extends Readonly<Omit<RoleRow, 'password_verifier'>> {
  /** What the server stores of its password; null without one. */
  readonly verifier: Secret | null
}

function observedRole({ password_verifier, ...row }: RoleRow): ObservedRole {
  return { ...row, verifier: password_verifier ? new Secret(password_verifier) : null }
}

/** A look into a stopped instance is refused: only a dry run comes here with one. */
export function requireRunning({ id, running }: Pick<ObservedInstance, 'id' | 'running'>): void {
  if (running) return
  throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running`, {
    hint: `a dry run doesn't start it: run 'pglift instance start ${id}' first`,
  })
}

/**
 * Roles by name, in one query: those of `names`, or all but PostgreSQL's own (`pg_...`). Names that don't exist are
 * left out.
 */
export async function observeRoles(
  host: Pick<Host, 'sessions'>,
  instance: ObservedInstance,
  names?: readonly string[],
): Promise<Map<string, ObservedRole>> {
  requireRunning(instance)
  const session = await host.sessions.to(instance)
  const { text, values } = listRoles({ ...(names === undefined ? {} : { names }), verifiers: true })
  const { rows } = await session.query<RoleRow>(text, values)
  return new Map(rows.map((row) => [row.name, observedRole(row)]))
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
