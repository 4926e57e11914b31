import { Cancelled } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { readingWhileRunning } from '../instance/while-running.js'
import type { Selection } from './list.js'
import { observeDatabases, requireDatabases } from './observe.js'

/** Rows by database. A database whose command answers no rows at all (not even none) isn't among them. */
export type RunResults = Readonly<Record<string, readonly object[]>>

/** What the question says of where the statement is run: names, or all databases with the exceptions. */
export function targets({ names = [], excluded = [] }: Selection): string {
  if (names.length > 0) return names.filter((name) => !excluded.includes(name)).join(', ')
  return excluded.length === 0 ? 'ALL databases' : `ALL databases except ${excluded.join(', ')}`
}

async function selected(
  host: Host,
  instance: ObservedInstance,
  { names = [], excluded = [] }: Selection,
): Promise<string[]> {
  const databases = await observeDatabases(host, instance)
  requireDatabases(databases, [...names, ...excluded])
  const reachable = [...databases.values()].filter((row) => row.allows_connections).map(({ name }) => name)
  const wanted = names.length > 0 ? [...new Set(names)] : reachable
  return wanted.filter((name) => !excluded.includes(name))
}

/**
 * Runs SQL on databases, one after another, as the superuser role, after asking. Statements are committed one by one;
 * the first error ends it all. `onNotice` gets what the server has to say besides results.
 */
export async function runSql(
  host: Host,
  instance: ObservedInstance,
  sql: string,
  selection: Selection,
  onNotice: (message: string) => void,
): Promise<RunResults> {
  const question = `Confirm execution of '${sql}' on ${targets(selection)} of ${instance.id}?`
  if (!(await host.ask.confirm(question, true))) throw new Cancelled()
  return readingWhileRunning(host, instance, 'database run', async (running) => {
    const results: [string, readonly object[]][] = []
    for (const dbname of await selected(host, running, selection)) {
      host.log.info(`running "${sql}" on ${dbname} database of ${running.id}`)
      const session = await host.sessions.to(running, dbname)
      session.onNotice(onNotice)
      const { rows, columns, tag } = await session.query(sql)
      if (tag !== '') host.log.info(tag)
      if (columns.length > 0) results.push([dbname, rows])
    }
    return Object.fromEntries(results)
  })
}
