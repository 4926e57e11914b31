import type { Plan } from '../../../../src/engine/plan.js'
import { type DatabaseManifest, DatabaseModel } from '../../../../src/models/database.js'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'
import { Secret } from '../../../../src/models/secret.js'
import { validate } from '../../../../src/models/validate.js'
import type { Change } from '../../../../src/operations/database/content-change.js'
import type { ExecuteSql, StepStatement } from '../../../../src/operations/steps/sql.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../../../src/postgresql/sql/database-queries.js'

export const instance: ObservedInstance = {
  version: '15',
  name: 'main',
  id: '15/main',
  qualname: '15-main',
  bindir: '/pg/bin',
  datadir: '/data',
  waldir: '/wal',
  dumpsDirectory: '/dumps',
  psqlrc: '/data/.psqlrc',
  psqlHistory: '/data/.psql_history',
  startLog: '/log',
  port: 5432,
  configuredPort: 5432,
  socketDirectory: '/run',
  conf: { primary_conninfo: 'password=hunter2' },
  pid: 1,
  running: true,
  standby: null,
  systemIdentifier: undefined,
  dataChecksums: undefined,
  halfRewound: false,
}

export const state: DatabaseStateRow = {
  name: 'db',
  owner: 'bob',
  encoding: 'UTF8',
  locale: 'C',
  tablespace: 'pg_default',
  settings: [],
  is_template: false,
  allows_connections: true,
}

export const content: DatabaseContentRow = {
  schemas: [
    { name: 'public', owner: 'pg_database_owner' },
    { name: 's', owner: 'bob' },
  ],
  extensions: [{ name: 'hstore', schema: 's', version: '1.7' }],
  publications: [{ name: 'p', all_tables: true }],
  subscriptions: [
    { name: 'sub', conninfo: 'host=a password=hunter2', enabled: true, publications: ['x', 'y'] },
  ],
}

/** A manifest of the database `db`. */
export function manifest(fields: object): Promise<DatabaseManifest> {
  return validate(DatabaseModel, { name: 'db', ...fields }, { operation: 'update' })
}

const text = (statement: StepStatement) =>
  statement.text instanceof Secret ? `secret: ${statement.text.reveal()}` : statement.text

/** Titles, statements and undo of changes, as text. */
export function shown(changes: readonly Change[]): { title?: string; run: string[]; undo?: string[] }[] {
  return changes.map(({ task, undo }) => ({
    ...(task.title === undefined ? {} : { title: task.title }),
    run: task.statements.map(text),
    ...(undo === undefined ? {} : { undo: undo.map((statement) => statement.text) }),
  }))
}

/** Steps of a plan: kind, title, and for SQL the database and what runs there. */
export function steps(plan: Plan): string[] {
  return plan.steps.flatMap(({ kind, title, args }) => {
    const head = title === undefined ? kind : `${kind}: ${title}`
    if (kind !== 'sql.execute') return [head]
    const { dbname, tasks, undo } = args as ExecuteSql
    const statements = tasks.flatMap((task) => task.statements.map(text))
    const back = undo === undefined ? ['final'] : undo.map((statement) => `undo ${text(statement)}`)
    return [head, ...[...statements, ...back].map((line) => `  ${dbname}: ${line}`)]
  })
}
