import { Plan } from '../../engine/plan.js'
import type { Reachable } from '../../host/sessions.js'
import type { RoleManifest } from '../../models/role.js'
import { alterRole, createRole, grantRole, type RoleAttributes } from '../../postgresql/sql/roles.js'
import type { Statement } from '../../postgresql/sql/statement.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { type SqlTask, type StepStatement, sqlTask } from '../steps/sql.js'
import { attributesOf, changedAttributes, formerAttributes } from './attributes.js'
import { changeMemberships, wantedMemberships } from './memberships.js'
import type { ObservedRole } from './observed-role.js'
import { undoAlter, undoCreate } from './undo.js'

/** What the SQL of present roles follows from. */
export interface RoleSqlInput {
  readonly roles: readonly RoleManifest[]
  readonly observed: ReadonlyMap<string, ObservedRole>
  /** Verifiers of the passwords that change, by role. */
  readonly verifiers: ReadonlyMap<string, string>
  readonly version: PostgresVersion
}

interface RoleChange {
  readonly task: SqlTask
  readonly undo: readonly StepStatement[]
}

function password(verifier: string | undefined): RoleAttributes {
  return verifier === undefined ? {} : { password: verifier }
}

/** What changes of a role that is there. Roles may swap places: revocations of all come before the rest of any. */
function alteration(desired: RoleManifest, present: ObservedRole, input: RoleSqlInput) {
  const { name } = desired
  const before = attributesOf(present)
  const changed = changedAttributes(attributesOf(desired), before)
  const former = formerAttributes(changed, before)
  const verifier = input.verifiers.get(name)
  const alter = alterRole(name, { ...changed, ...password(verifier) })
  const { granted, revoked } = changeMemberships(desired, present, input.version)
  const statements = [...(alter === undefined ? [] : [alter]), ...granted.statements]
  if (verifier !== undefined) former.password = present.verifier?.reveal() ?? null
  const title = `altering role '${name}'`
  const revocation = changeOf(title, revoked.statements, revoked.undo)
  const rest = changeOf(revocation.length > 0 ? undefined : title, statements, [
    ...undoAlter(name, former),
    ...granted.undo,
  ])
  return { revocation, rest }
}

function changeOf(
  title: string | undefined,
  statements: readonly Statement[],
  undo: readonly StepStatement[],
): RoleChange[] {
  return statements.length === 0 ? [] : [{ task: sqlTask(title, statements), undo }]
}

/** New roles, with grants of what is made later in the same plan in a task of its own. */
function creations(input: RoleSqlInput): RoleChange[] {
  const created = input.roles.filter(({ name }) => !input.observed.has(name))
  const pending = new Set(created.map(({ name }) => name))
  const late: Statement[] = []
  const changes = created.map((role): RoleChange => {
    pending.delete(role.name)
    const wanted = wantedMemberships(role)
    late.push(...wanted.filter((each) => pending.has(each)).map((each) => grantRole(each, role.name)))
    const attributes = { ...newRoleAttributes(role), ...password(input.verifiers.get(role.name)) }
    const inRoles = wanted.filter((each) => !pending.has(each))
    const task = sqlTask(`creating role '${role.name}'`, [createRole(role.name, attributes, inRoles)])
    return { task, undo: [undoCreate(role.name)] }
  })
  return late.length === 0 ? changes : [...changes, { task: sqlTask(undefined, late), undo: [] }]
}

/** Switches are written out; no limit and no end are what a new role has anyway. */
function newRoleAttributes(role: RoleManifest): RoleAttributes {
  const { connectionLimit, validUntil, ...switches } = attributesOf(role)
  return {
    ...switches,
    ...(connectionLimit === null ? {} : { connectionLimit }),
    ...(validUntil === null ? {} : { validUntil }),
  }
}

/**
 * One step, one transaction, for all roles that are created or altered; none when there is nothing to do. `fresh`: undone
 * with the data directory.
 */
export function planRoleSql(instance: Reachable, input: RoleSqlInput, fresh: boolean): Plan {
  const altered = input.roles.flatMap((role) => {
    const present = input.observed.get(role.name)
    return present === undefined ? [] : [alteration(role, present, input)]
  })
  const changes = [
    ...altered.flatMap(({ revocation }) => revocation),
    ...creations(input),
    ...altered.flatMap(({ rest }) => rest),
  ]
  if (changes.length === 0) return new Plan()
  return new Plan().step('sql.execute', {
    instance,
    dbname: 'postgres',
    tasks: changes.map(({ task }) => task),
    undo: fresh ? [] : changes.toReversed().flatMap(({ undo }) => undo),
  })
}
