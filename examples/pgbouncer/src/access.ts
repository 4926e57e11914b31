import {
  type InstanceConfigureEvent,
  operations,
  type Plan,
  quoteIdentifier,
  type Reachable,
  type RoleDeclaration,
  reachable,
  type Secret,
} from '@pglift/sdk'
import type { Session } from './pool.js'

/** Those of a new instance. Later ones are copies of template1, so that the role may look up passwords in them too. */
const FIRST_DATABASES: readonly string[] = ['template1', 'postgres']

async function databasesOf({ sessions }: Session, instance: Reachable): Promise<string[]> {
  const connection = await sessions.to(instance)
  const { rows } = await connection.query<{ datname: string }>(
    'SELECT datname FROM pg_catalog.pg_database WHERE datallowconn',
  )
  return rows.map(({ datname }) => datname)
}

/** The role that looks up passwords. */
export function poolRole({ section }: Pick<Session, 'section'>, password: Secret | null): RoleDeclaration {
  return { name: section.role, login: true, password }
}

/** Lets the role look up passwords, which PgBouncer does in the database that a client asks for. */
async function planGrants(session: Session, plan: Plan, instance: Reachable, isNew: boolean): Promise<void> {
  const { section } = session
  const { sqlTask } = await operations()
  const databases = isNew ? FIRST_DATABASES : await databasesOf(session, instance)
  const role = quoteIdentifier(section.role)
  const grant = { text: `GRANT SELECT ON pg_catalog.pg_shadow TO ${role}` }
  const revoke = { text: `REVOKE SELECT ON pg_catalog.pg_shadow FROM ${role}` }
  for (const dbname of databases)
    plan.step('sql.execute', {
      instance,
      dbname,
      tasks: [sqlTask(undefined, [grant])],
      // A new instance goes with what was granted in it.
      undo: isNew ? [] : [revoke],
    })
}

/**
 * Role and privileges in a primary. A new one has got the role by now (`instanceObjects`); in one that exists it is made
 * when the pool joins, and its password follows the manifest.
 */
export async function planAccess(
  session: Session,
  event: InstanceConfigureEvent,
  { password, isJoining }: { password: Secret | null; isJoining: boolean },
): Promise<void> {
  const { instance, purpose, plan, port, conf } = event
  const { firstSocketDirectory, observeInstance, planOwnRole } = await operations()
  if (purpose === 'create') {
    const target = reachable({ ...instance, port, socketDirectory: firstSocketDirectory(conf) })
    return planGrants(session, plan, target, true)
  }
  // Not `event.observed`: a change of its port lies behind it by now.
  const now = await observeInstance(session.effects, instance)
  if (now === undefined || (password === null && !isJoining)) return
  plan.append(await planOwnRole(session.sessions, now, poolRole(session, password)))
  if (isJoining) await planGrants(session, plan, reachable(now), false)
}
