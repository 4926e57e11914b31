import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type RoleManifest, RoleModel } from '../../models/role.js'
import { validate } from '../../models/validate.js'
import { expectedDatabase, observeDatabases } from '../database/observe.js'
import { planDatabases } from '../database/plan.js'
import { expectedRole, observeRoles } from '../role/observe.js'
import { planRoles } from '../role/plan.js'
import { observeSlots, planSlots } from './slots.js'

/** The role that standbys connect as, when the site has one. */
async function replicationRole({ settings }: Host, desired: InstanceManifest): Promise<RoleManifest[]> {
  const { replrole } = settings.postgresql
  if (replrole === null) return []
  const role = { name: replrole, login: true, replication: true, memberships: ['pg_read_all_stats'] }
  const checked = await validate(RoleModel, role, { operation: 'create' })
  return [{ ...checked, password: desired.replrole_password ?? null }]
}

/** What the site and the components want in every new primary. */
async function requiredObjects(host: Host, instance: ObservedInstance, desired: InstanceManifest) {
  const roles = await replicationRole(host, desired)
  const databases: DatabaseManifest[] = []
  await host.hooks.instanceObjects.promise({ instance, desired, roles, databases })
  return { roles, databases }
}

const FRESH = { fresh: true } as const

/** Steps for a primary that this very plan makes: nothing but the superuser is there, and no undo is needed. */
export async function planRequiredObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const { roles, databases } = await requiredObjects(host, instance, desired)
  const plan = await planRoles(host, instance, roles, new Map(), FRESH)
  return plan.append(await planDatabases(host, instance, databases, new Map(), FRESH))
}

/**
 * Steps for the roles, databases and slots of the manifest of a new instance. Those that were required are there by then:
 * they are altered, so that the manifest counts, and memberships and contents of both.
 */
export async function planNewObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const present = <T extends { state: string }>(items: readonly T[]) =>
    items.filter(({ state }) => state !== 'absent')
  const required = await requiredObjects(host, instance, desired)
  const { name: surole } = host.settings.postgresql.surole
  const roles = new Map(required.roles.map((role) => [role.name, expectedRole(role, surole)]))
  const databases = new Map(
    required.databases.map((database) => [database.name, expectedDatabase(database, surole)]),
  )
  return new Plan()
    .append(await planRoles(host, instance, present(desired.roles), roles, FRESH))
    .append(await planDatabases(host, instance, present(desired.databases), databases, FRESH))
    .append(planSlots(instance, present(desired.replication_slots), new Set()))
}

/** Whether the manifest says anything about what is inside of the instance. */
export function declaresObjects({ roles, databases, replication_slots }: InstanceManifest): boolean {
  return roles.length + databases.length + replication_slots.length > 0
}

/** Steps that bring roles, databases and slots of a running instance to what the manifest declares. */
export async function planObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const plan = new Plan()
  if (desired.roles.length > 0) {
    const observed = await observeRoles(
      host,
      instance,
      desired.roles.map(({ name }) => name),
    )
    plan.append(await planRoles(host, instance, desired.roles, observed))
  }
  if (desired.databases.length > 0) {
    const observed = await observeDatabases(
      host,
      instance,
      desired.databases.map(({ name }) => name),
    )
    plan.append(await planDatabases(host, instance, desired.databases, observed))
  }
  if (desired.replication_slots.length > 0)
    plan.append(planSlots(instance, desired.replication_slots, await observeSlots(host, instance)))
  return plan
}
