import { Plan } from '../../engine/plan.js'
import { Cancelled, operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { dropDatabase } from '../../postgresql/sql/databases.js'
import { type DependentRow, databasesOwnedBy, dependentObjects } from '../../postgresql/sql/role-queries.js'
import { dropOwned, dropRole, reassignOwned } from '../../postgresql/sql/roles.js'
import { combineQueries, type Statement } from '../../postgresql/sql/statement.js'
import { planHbaEdit } from '../hba/plan.js'
import { passfilePort, planPassfile } from '../passfile/plan.js'
import { type SqlTask, sqlTask } from '../steps/sql.js'
import { observeRoles } from './observe.js'
import { existingRole } from './require.js'

/** What a role owns, and where it is mentioned otherwise. */
interface Belongings {
  readonly databases: readonly string[]
  /** Databases with objects that it owns or has privileges on. */
  readonly mentioning: readonly string[]
  /** Databases, tablespaces, or privileges on them. */
  readonly shared: boolean
}

async function belongings(host: Host, instance: ObservedInstance, role: string): Promise<Belongings> {
  const session = await host.sessions.to(instance)
  const { text, values } = combineQueries({
    owned: databasesOwnedBy(role),
    depending: dependentObjects(role),
  })
  const { rows } = await session.query<{ owned: { name: string }[]; depending: DependentRow[] }>(text, values)
  const { owned = [], depending = [] } = rows[0] ?? {}
  const databases = depending.flatMap(({ database }) => database ?? [])
  return {
    databases: owned.map(({ name }) => name),
    mentioning: [...new Set(databases)],
    shared: depending.some(({ database }) => database === null),
  }
}

/** The databases where `statements` must run; shared objects are dealt with in any. */
function inEach(
  instance: ObservedInstance,
  { mentioning, shared }: Belongings,
  except: readonly string[],
  statements: readonly Statement[],
): Plan {
  const plan = new Plan()
  const left = mentioning.filter((database) => !except.includes(database))
  const databases = left.length === 0 && shared ? ['postgres'] : left
  for (const dbname of databases)
    plan.step('sql.execute', {
      instance: reachable(instance),
      dbname,
      tasks: [sqlTask(undefined, statements)],
    })
  return plan
}

async function agreed(host: Host, role: string, databases: readonly string[]): Promise<void> {
  if (databases.length === 0) return
  const names = databases.map((name) => `'${name}'`).join(', ')
  const what = databases.length === 1 ? `database ${names}` : `${databases.length} databases ${names}`
  if (await host.ask.confirm(`Confirm deletion of ${what} owned by role '${role}'?`, true)) return
  host.log.warning(`deletion of role '${role}' cancelled`)
  throw new Cancelled()
}

/** Its databases go, with all that it owns elsewhere. Asks before a database is dropped. */
async function planDropOwned(
  host: Host,
  instance: ObservedInstance,
  role: string,
  dryRun: boolean,
): Promise<Plan> {
  const found = await belongings(host, instance, role)
  if (!dryRun) await agreed(host, role, found.databases)
  const tasks: SqlTask[] = found.databases.map((name) =>
    sqlTask(`dropping '${name}' database`, [dropDatabase(name)]),
  )
  const plan = new Plan()
  if (tasks.length > 0) plan.step('sql.execute', { instance: reachable(instance), dbname: 'postgres', tasks })
  return plan.append(inEach(instance, found, found.databases, [dropOwned(role)]))
}

/** All that it owns gets another owner; what is left then are privileges, which go. */
async function planReassignOwned(
  host: Host,
  instance: ObservedInstance,
  role: string,
  to: string,
): Promise<Plan> {
  // DROP OWNED after a REASSIGN OWNED that changed nothing would drop everything.
  if (role === to)
    throw operational('PGLIFT_REASSIGN_SELF', `objects of role '${role}' can't be reassigned to itself`)
  existingRole(await observeRoles(host, instance, [to]), to)
  const found = await belongings(host, instance, role)
  return inEach(instance, found, [], [reassignOwned(role, to), dropOwned(role)])
}

function planOwned(
  host: Host,
  instance: ObservedInstance,
  { name, drop_owned, reassign_owned }: RoleManifest,
  dryRun: boolean,
): Promise<Plan> {
  if (reassign_owned !== null) return planReassignOwned(host, instance, name, reassign_owned)
  return drop_owned ? planDropOwned(host, instance, name, dryRun) : Promise.resolve(new Plan())
}

/** Steps that drop roles that exist, with their entries in the password file and in pg_hba.conf. Not undoable. */
export async function planRoleDrops(
  host: Host,
  instance: ObservedInstance,
  roles: readonly RoleManifest[],
  dryRun = false,
): Promise<{ plan: Plan; hba: Plan }> {
  const plan = new Plan()
  if (roles.length === 0) return { plan, hba: new Plan() }
  for (const role of roles) plan.append(await planOwned(host, instance, role, dryRun))
  const tasks = roles.map(({ name }) => sqlTask(`dropping role '${name}'`, [dropRole(name)]))
  plan.step('sql.execute', { instance: reachable(instance), dbname: 'postgres', tasks })
  const port = passfilePort(instance)
  plan.append(
    await planPassfile(
      host,
      roles.map(({ name }) => ({ action: 'remove', role: name, port })),
    ),
  )
  const removeRoles = roles.map(({ name }) => name)
  const hba = await planHbaEdit(host, instance, { removeRoles }, 'removing entries from HBA configuration')
  return { plan: plan.append(hba), hba }
}
