import type { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeState } from '../../models/results.js'
import type { RoleManifest } from '../../models/role.js'
import { observeDatabases } from '../database/observe.js'
import { planDatabases } from '../database/plan.js'
import { declaredRecords } from '../instance/objects.js'
import { operateOn } from '../instance/operation.js'
import { observeSlots } from '../instance/slots.js'
import { observeRoles } from '../role/observe.js'
import { planRoles } from '../role/plan.js'
import { planRoleHba } from '../role/plan-files.js'
import { quietly } from './quiet.js'

/** What becomes of one object that a manifest declares. */
export interface ObjectChange {
  readonly type: 'role' | 'database' | 'replication_slot' | 'hba_records'
  readonly name: string
  readonly change_state: ChangeState
}

type Declared = { readonly name: string; readonly state: 'present' | 'absent' }

const isPresent = ({ state }: { readonly state: string }) => state !== 'absent'
const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

/** Whether anything of the plan does not hold yet. */
async function wouldChange(host: Host, instance: ObservedInstance, plan: Plan): Promise<boolean> {
  if (plan.steps.length === 0) return false
  return operateOn(host, instance, { verb: 'plan', dryRun: true }, async (operation) => {
    await operation.apply(plan)
    return operation.performed > 0
  })
}

/** `differs`: asked of those that exist and are to be. */
async function changeOf(
  { state }: Pick<Declared, 'state'>,
  exists: boolean,
  differs: () => Promise<boolean>,
): Promise<ChangeState> {
  if (state === 'absent') return exists ? 'dropped' : null
  if (!exists) return 'created'
  return (await differs()) ? 'changed' : null
}

async function roleChanges(
  host: Host,
  instance: ObservedInstance,
  roles: readonly RoleManifest[],
): Promise<ObjectChange[]> {
  if (roles.length === 0) return []
  const observed = await observeRoles(host, instance, namesOf(roles))
  const changes: ObjectChange[] = []
  for (const role of roles) {
    // Their records of pg_hba.conf are looked at with all others: their order counts.
    const alone = { ...role, hba_records: [] }
    const differs = async () =>
      wouldChange(host, instance, await planRoles(host, instance, [alone], observed))
    const change_state = await changeOf(role, observed.has(role.name), differs)
    changes.push({ type: 'role', name: role.name, change_state })
  }
  return changes
}

async function databaseChanges(
  host: Host,
  instance: ObservedInstance,
  databases: readonly DatabaseManifest[],
): Promise<ObjectChange[]> {
  if (databases.length === 0) return []
  const observed = await observeDatabases(host, instance, namesOf(databases))
  const changes: ObjectChange[] = []
  for (const database of databases) {
    const differs = async () =>
      wouldChange(host, instance, await planDatabases(host, instance, [database], observed))
    const change_state = await changeOf(database, observed.has(database.name), differs)
    changes.push({ type: 'database', name: database.name, change_state })
  }
  return changes
}

async function slotChanges(
  host: Host,
  instance: ObservedInstance,
  { replication_slots }: InstanceManifest,
): Promise<ObjectChange[]> {
  if (replication_slots.length === 0) return []
  const existing = await observeSlots(host, instance)
  const never = async () => false
  return Promise.all(
    replication_slots.map(async (slot) => {
      const change_state = await changeOf(slot, existing.has(slot.name), never)
      return { type: 'replication_slot' as const, name: slot.name, change_state }
    }),
  )
}

const HBA = { type: 'hba_records', name: 'pg_hba.conf' } as const

async function hbaChange(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<ObjectChange[]> {
  const others = declaredRecords(desired)
  const roles = desired.roles.filter(isPresent)
  if (others.length === 0 && roles.every(({ hba_records }) => hba_records.length === 0)) return []
  const { steps } = await planRoleHba(host, instance, roles, { others })
  return [{ ...HBA, change_state: steps.length > 0 ? 'changed' : null }]
}

/**
 * What becomes of the objects that a manifest declares in a running instance; roles and databases of one that follows
 * another are that one's. Looks, and changes nothing.
 */
export async function objectChanges(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
): Promise<ObjectChange[]> {
  const quiet = quietly(host)
  const follows = instance.standby !== null && desired.standby?.status !== 'promoted'
  if (follows)
    return [...(await hbaChange(quiet, instance, desired)), ...(await slotChanges(quiet, instance, desired))]
  return [
    ...(await roleChanges(quiet, instance, desired.roles)),
    ...(await hbaChange(quiet, instance, desired)),
    ...(await databaseChanges(quiet, instance, desired.databases)),
    ...(await slotChanges(quiet, instance, desired)),
  ]
}

function declaresHba({ roles, hba_records }: InstanceManifest): boolean {
  return [...roles.filter(isPresent).flatMap((role) => role.hba_records), ...hba_records].some(isPresent)
}

/** The same for an instance that is made: all that it declares is new; a standby has what its primary has. */
export function newObjects(desired: InstanceManifest): ObjectChange[] {
  if (desired.state === 'absent' || desired.standby !== null) return []
  const made = (type: ObjectChange['type']) => (item: { name: string; state: string }) =>
    isPresent(item) ? [{ type, name: item.name, change_state: 'created' } as const] : []
  return [
    ...desired.roles.flatMap(made('role')),
    ...(declaresHba(desired) ? [{ ...HBA, change_state: 'changed' as const }] : []),
    ...desired.databases.flatMap(made('database')),
    ...desired.replication_slots.flatMap(made('replication_slot')),
  ]
}
