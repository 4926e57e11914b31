import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../test/support/site.js'

const STATEMENT = /^\d+ pglift LOG: {2}(?:statement|execute [^:]+): (.*)$/

function textOf(site: Site, instance: string): string {
  const logs = readFileSync(join(site.datadir(instance), 'current_logfiles'), 'utf8')
  const [, path = ''] = /^stderr (.*)$/m.exec(logs) ?? []
  return readFileSync(path, 'utf8')
}

/** How often the server of an instance has come up. */
export function serverStarts(site: Site, instance: string): number {
  return textOf(site, instance).split('database system is ready to accept connections').length - 1
}

/** Statements that pglift has sent to the server of an instance, in order. */
export function statements(site: Site, instance: string): string[] {
  const found: string[] = []
  let continues = false
  for (const line of textOf(site, instance).split('\n')) {
    const [, statement] = STATEMENT.exec(line) ?? []
    if (statement !== undefined) found.push(statement)
    else if (continues && line.startsWith('\t')) found.push(`${found.pop()}\n${line.slice(1)}`)
    continues = statement !== undefined || (continues && line.startsWith('\t'))
  }
  return found
}

/** Statements that pglift sends while `work` runs. */
export async function statementsOf(
  site: Site,
  instance: string,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const before = statements(site, instance).length
  await work()
  return statements(site, instance).slice(before)
}
