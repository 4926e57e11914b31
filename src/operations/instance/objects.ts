import { Plan } from '../../engine/plan.js'
import { attributed } from '../../host/attribution.js'
import type { DatabaseDeclaration, RoleDeclaration } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import { DatabaseModel } from '../../models/database.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { RoleModel } from '../../models/role.js'
import { expectedDatabase, observeDatabases } from '../database/observe.js'
import { planDatabases } from '../database/plan.js'
import { instanceRecord, roleRecord } from '../hba/record.js'
import { expectedRole, observeRoles } from '../role/observe.js'
import { planRoles } from '../role/plan.js'
import type { DeclaredHbaRecord } from '../role/plan-files.js'
import { Declarations } from './declarations.js'
import { observeSlots, planSlots } from './slots.js'

/** The role that standbys connect as, when the site has one. */
function replicationRole({ settings }: Host, { replrole_password }: InstanceManifest): RoleDeclaration[] {
  const { replrole } = settings.postgresql
  if (replrole === null) return []
  const password = replrole_password ? { password: replrole_password } : {}
  return [{ name: replrole, login: true, replication: true, memberships: ['pg_read_all_stats'], ...password }]
}

/** What the site and the components want in every new primary. */
export async function requiredObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
  isForeign = false,
) {
  const roles = new Declarations('role', RoleModel)
  const databases = new Declarations('database', DatabaseModel)
  const declaring = (component: string) => ({
    role: (role: RoleDeclaration) => roles.add(component, role),
    database: (database: DatabaseDeclaration) => databases.add(component, database),
  })
  for (const role of replicationRole(host, desired)) declaring('pglift').role(role)
  await host.hooks.instanceObjects.promise(attributed({ instance, desired, isForeign }, declaring))
  return { roles: await roles.validated(), databases: await databases.validated() }
}

/** The records of pg_hba.conf that the manifest declares beside those of its roles. */
export function declaredRecords({ hba_records }: Pick<InstanceManifest, 'hba_records'>): DeclaredHbaRecord[] {
  return hba_records.map(({ state, ...record }) => ({ state, record: instanceRecord(record) }))
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
    .append(
      await planRoles(host, instance, present(desired.roles), roles, {
        ...FRESH,
        hbaRecords: declaredRecords(desired),
      }),
    )
    .append(await planDatabases(host, instance, present(desired.databases), databases, FRESH))
    .append(planSlots(instance, present(desired.replication_slots), new Set()))
}

/** All records of pg_hba.conf that the manifest declares, in the order of the file: those of roles first. */
function allRecords(desired: InstanceManifest): DeclaredHbaRecord[] {
  const ofRoles = desired.roles.flatMap(({ name, hba_records }) =>
    hba_records.map(({ state, ...record }) => ({ state, record: roleRecord(name, record) })),
  )
  return [...ofRoles, ...declaredRecords(desired)]
}

/** Steps for the HBA records of a new standby: its pg_hba.conf is its own, roles and databases are the primary's. */
export function planNewHbaRecords(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const hbaRecords = allRecords(desired)
  if (hbaRecords.length === 0) return Promise.resolve(new Plan())
  return planRoles(host, instance, [], new Map(), { ...FRESH, hbaRecords })
}

/** The same for a running standby or replica that exists, and its replication slots. */
export async function planFollowersObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const { roles, databases, replication_slots } = desired
  if (roles.length + databases.length > 0)
    host.log.info(`instance ${instance.id} follows another one: its roles and databases are changed there`)
  const plan = await planRoles(host, instance, [], new Map(), { hbaRecords: allRecords(desired) })
  if (replication_slots.length > 0)
    plan.append(planSlots(instance, replication_slots, await observeSlots(host, instance)))
  return plan
}

/**
 * The same for a running primary that initdb did not make, but a restore or a promotion: what it holds is observed, and
 * only what is missing or different is brought about.
 */
export async function planMissingObjects(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<Plan> {
  const required = await requiredObjects(host, instance, desired, true)
  return planObjects(host, instance, { ...required, replication_slots: [], hba_records: [] })
}

type DeclaredObjects = Pick<InstanceManifest, 'roles' | 'databases' | 'replication_slots' | 'hba_records'>

/** Whether the manifest says anything about what is inside of the instance. */
export function declaresObjects(desired: DeclaredObjects): boolean {
  const { roles, databases, replication_slots, hba_records } = desired
  return roles.length + databases.length + replication_slots.length + hba_records.length > 0
}

const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

/** Steps that bring roles, HBA records, databases and slots of a running instance to what the manifest declares. */
export async function planObjects(
  host: Host,
  instance: ObservedInstance,
  desired: DeclaredObjects,
): Promise<Plan> {
  const plan = new Plan()
  const roles = desired.roles.filter(({ state }) => state !== 'absent')
  const hbaRecords = declaredRecords(desired)
  if (roles.length + hbaRecords.length > 0) {
    const observed = roles.length === 0 ? new Map() : await observeRoles(host, instance, namesOf(roles))
    plan.append(await planRoles(host, instance, roles, observed, { hbaRecords }))
  }
  if (desired.databases.length > 0) {
    const observed = await observeDatabases(host, instance, namesOf(desired.databases))
    plan.append(await planDatabases(host, instance, desired.databases, observed))
  }
  if (desired.replication_slots.length > 0)
    plan.append(planSlots(instance, desired.replication_slots, await observeSlots(host, instance)))
  return plan
}

/** Steps that drop roles: to be planned when the databases and schemas that they owned have gone, or to others. */
export async function planRoleRemovals(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
  dryRun: boolean,
): Promise<Plan> {
  const roles = desired.roles.filter(({ state }) => state === 'absent')
  if (roles.length === 0) return new Plan()
  return planRoles(host, instance, roles, await observeRoles(host, instance, namesOf(roles)), { dryRun })
}
