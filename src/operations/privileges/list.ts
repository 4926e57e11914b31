import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DefaultPrivilege, Privilege } from '../../models/privilege.js'
import { defaultPrivileges, generalPrivileges } from '../../postgresql/sql/privileges.js'
import { combineQueries, type Statement, statement } from '../../postgresql/sql/statement.js'
import { readingWhileRunning } from '../instance/while-running.js'

export interface PrivilegesRequest {
  /** All that take connections when left out. */
  readonly databases?: readonly string[]
  /** All when left out. */
  readonly roles?: readonly string[]
  /** Privileges that future objects will have, instead of those of the objects there are. */
  readonly defaults?: boolean
}

interface Names {
  databases: { name: string }[]
  roles: { name: string }[]
}

const NAMES: Readonly<Record<keyof Names, Statement>> = {
  databases: statement(`SELECT datname::text AS name FROM pg_catalog.pg_database
WHERE datallowconn ORDER BY datname::text COLLATE "C"`),
  roles: statement("SELECT rolname::text AS name FROM pg_catalog.pg_roles UNION ALL SELECT 'public'"),
}

/** Connections kept open at a time: a server has few, and may have many databases. */
const OPEN_AT_ONCE = 10

function requireKnown(what: string, asked: readonly string[], known: readonly { name: string }[]): void {
  const unknown = asked.filter((name) => !known.some((each) => each.name === name))
  if (unknown.length === 0) return
  const code = `PGLIFT_${what.toUpperCase()}_NOT_FOUND`
  throw operational(code, `${what}(s) not found: ${unknown.toSorted().join(', ')}`)
}

async function databasesToAsk(
  host: Host,
  instance: ObservedInstance,
  { databases = [], roles = [] }: PrivilegesRequest,
): Promise<string[]> {
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<Names>(combineQueries(NAMES).text)
  const known = rows[0] ?? { databases: [], roles: [] }
  requireKnown('database', databases, known.databases)
  requireKnown('role', roles, known.roles)
  const names = known.databases.map(({ name }) => name)
  return databases.length === 0 ? names : names.filter((name) => databases.includes(name))
}

/**
 * Privileges on objects of the instance's databases, sorted by database, schema, type, object and role. Fails with
 * `database(s) not found: ...` or `role(s) not found: ...`.
 */
export async function listPrivileges(
  host: Host,
  instance: ObservedInstance,
  request: PrivilegesRequest = {},
): Promise<(DefaultPrivilege | Privilege)[]> {
  const roles = request.roles?.length ? request.roles : undefined
  const { text, values } = request.defaults ? defaultPrivileges(roles) : generalPrivileges(roles)
  return readingWhileRunning(host, instance, 'privileges', async (running) => {
    const rows: (DefaultPrivilege | Privilege)[] = []
    for (const [index, database] of (await databasesToAsk(host, running, request)).entries()) {
      if (index % OPEN_AT_ONCE === OPEN_AT_ONCE - 1) await host.sessions.close(running)
      const session = await host.sessions.to(running, database)
      rows.push(...(await session.query<Privilege>(text, values)).rows)
    }
    return rows
  })
}

/** Title of the table: `Privileges on instance 15/main`. */
export function privilegesTitle({ id }: Pick<ObservedInstance, 'id'>, defaults: boolean): string {
  return `${defaults ? 'Default privileges' : 'Privileges'} on instance ${id}`
}
