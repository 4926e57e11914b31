import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { planHbaReload } from '../hba/plan.js'
import { initialSuperuser } from './observe.js'
import type { ObservedRole } from './observed-role.js'
import { planRoleDrops } from './plan-drop.js'
import { type DeclaredHbaRecord, planRoleHba, planRolePassfile } from './plan-files.js'
import { planRoleSql } from './plan-sql.js'
import { protectSuperuser } from './require.js'
import { newVerifiers, passwordStorage } from './verifiers.js'

export interface PlanRolesOptions {
  /** The instance is made by this very plan: the superuser role and those `observed` will be there, and undo is left to the data directory. */
  fresh?: boolean
  /** Nothing is asked before databases of a dropped role go. */
  dryRun?: boolean
  /** Records of pg_hba.conf that are no role's own, to follow those of the roles. */
  hbaRecords?: readonly DeclaredHbaRecord[]
}

/** Components learn of every role that is created, altered (perhaps only by them) or dropped, after the host's own steps. */
async function planComponents(
  host: Host,
  instance: ObservedInstance,
  roles: readonly RoleManifest[],
  observed: ReadonlyMap<string, ObservedRole>,
): Promise<Plan> {
  const plan = new Plan()
  for (const role of roles) {
    const change = role.state === 'absent' ? 'drop' : observed.has(role.name) ? 'alter' : 'create'
    await host.hooks.roleChanged.promise({ plan, instance, role, change })
  }
  return plan
}

/**
 * Steps that bring roles to what their manifests say: attributes, passwords, memberships (additive but for `state: absent`),
 * entries in the password file and in pg_hba.conf. Roles that nothing is said about stay as they are. Changes nothing;
 * for roles to be dropped with what they own it asks the server and the user.
 */
export async function planRoles(
  host: Host,
  instance: ObservedInstance,
  desired: readonly RoleManifest[],
  observed: ReadonlyMap<string, ObservedRole>,
  { fresh = false, dryRun = false, hbaRecords = [] }: PlanRolesOptions = {},
): Promise<Plan> {
  for (const role of desired) protectSuperuser(host, role)
  const { name: surole } = host.settings.postgresql.surole
  const known = fresh ? new Map([[surole, initialSuperuser(surole)], ...observed]) : observed
  const present = desired.filter(({ state }) => state !== 'absent')
  const absent = desired.filter(({ name, state }) => state === 'absent' && known.has(name))
  const verifiers = await newVerifiers(present, known, passwordStorage(instance))
  const version = instance.version
  const input = { roles: present, observed: known, verifiers, version }
  const hba = await planRoleHba(host, instance, present, { fresh, others: hbaRecords })
  const drops = await planRoleDrops(host, instance, absent, dryRun)
  const plan = planRoleSql(reachable(instance), input, fresh)
    .append(await planRolePassfile(host, instance, present))
    .append(hba)
    .append(drops.plan)
  if (hba.steps.length + drops.hba.steps.length > 0) plan.append(await planHbaReload(host, instance))
  return plan.append(await planComponents(host, instance, [...present, ...absent], known))
}
