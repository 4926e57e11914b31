import { type InstanceConfigureEvent, type ObservedInstance, reachable, type StepKinds } from '@pglift/sdk'
import type { Session } from './settings.js'

type Plan = InstanceConfigureEvent['plan']

async function exists({ sessions }: Session, instance: ObservedInstance, dbname: string): Promise<boolean> {
  const connection = await sessions.to(instance)
  const { rows } = await connection.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [dbname])
  return rows.length > 0
}

async function createdIn(
  { sessions }: Session,
  instance: ObservedInstance,
  dbname: string,
): Promise<string[]> {
  const connection = await sessions.to(instance, dbname)
  const { rows } = await connection.query<{ extname: string }>(
    'SELECT extname::text FROM pg_catalog.pg_extension',
  )
  return rows.map(({ extname }) => extname)
}

/** All that the database is filled with. */
function content(name: string, extensions: readonly string[]): StepKinds['database.fill']['content'] {
  const wanted = extensions.map((extension) => ({
    name: extension,
    schema: null,
    version: null,
    state: 'present' as const,
  }))
  return { name, schemas: [], extensions: wanted, publications: [], subscriptions: [] }
}

function planCreation(
  plan: Plan,
  instance: ObservedInstance,
  name: string,
  extensions: readonly string[],
): void {
  const target = reachable(instance)
  plan.step(
    'database.create',
    { instance: target, name, options: {}, fresh: false },
    { title: `creating '${name}' database in ${instance.id}` },
  )
  plan.step('database.fill', {
    instance: target,
    name,
    content: content(name, extensions),
    owner: null,
  })
}

/** Steps for what is missing of PoWA's database in an instance that runs. */
export async function planRepository(
  session: Session,
  plan: Plan,
  instance: ObservedInstance,
  dbname: string,
  extensions: readonly string[],
): Promise<void> {
  if (!(await exists(session, instance, dbname))) return planCreation(plan, instance, dbname, extensions)
  const created = await createdIn(session, instance, dbname)
  const missing = extensions.filter((name) => !created.includes(name))
  if (missing.length === 0) return
  plan.step('sql.execute', {
    instance: reachable(instance),
    dbname,
    tasks: missing.map((name) => ({
      title: `creating extension '${name}' in database ${dbname}`,
      statements: [{ text: `CREATE EXTENSION ${name} CASCADE` }],
    })),
    undo: missing.toReversed().map((name) => ({ text: `DROP EXTENSION IF EXISTS ${name}` })),
  })
}
