import { Plan } from '../../engine/plan.js'
import type { RoleDeclaration } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type RoleManifest, RoleModel } from '../../models/role.js'
import { validate } from '../../models/validate.js'
import { observeRoles } from './observe.js'
import type { ObservedRole } from './observed-role.js'
import { planRoleSql } from './plan-sql.js'
import { newVerifiers, passwordStorage } from './verifiers.js'

/** The manifest with what a DBA may have made of the role meanwhile. */
function asItIs(declared: RoleManifest, present: ObservedRole): RoleManifest {
  const { inherit, login, superuser, createdb, createrole, replication, connection_limit, valid_until } =
    present
  const attributes = {
    inherit,
    login,
    superuser,
    createdb,
    createrole,
    replication,
    connection_limit,
    valid_until,
  }
  return { ...declared, ...attributes, memberships: [] }
}

/**
 * Steps for a role that a component owns, in a running instance: created as declared when it isn't there; otherwise
 * only its password follows, when one is declared.
 */
export async function planOwnRole(
  sessions: Pick<Host['sessions'], 'to'>,
  instance: ObservedInstance,
  declaration: RoleDeclaration,
): Promise<Plan> {
  const declared = await validate(RoleModel, declaration, { operation: 'create' })
  const observed = await observeRoles({ sessions }, instance, [declared.name])
  const present = observed.get(declared.name)
  const roles = [present === undefined ? declared : asItIs(declared, present)]
  const verifiers = await newVerifiers(roles, observed, passwordStorage(instance))
  const version = instance.version
  return new Plan().append(planRoleSql(reachable(instance), { roles, observed, verifiers, version }, false))
}
