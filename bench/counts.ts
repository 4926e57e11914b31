import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import type { Finding } from './report.js'
import { serverStarts, statements, statementsOf } from './server-log.js'
import { type Trace, traced } from './traced.js'

/** What pglift does when it makes an instance: the floor does the same without it. */
export interface Creation {
  readonly initdb: readonly string[]
  readonly statements: readonly string[]
  readonly findings: readonly Finding[]
}

const count = (what: string, value: number, unit: string, budget?: number): Finding => ({
  what,
  value,
  unit,
  ...(budget === undefined ? {} : { budget }),
})

/** Makes the instance `name`, and counts. `options` are those of components, if any. */
export async function countedCreation(
  site: Site,
  name: string,
  options: readonly string[] = [],
): Promise<Creation> {
  const port = await site.freePort()
  const { children } = await traced(site, ['instance', 'create', name, `--port=${port}`, ...options])
  const initdb = children.find(([program]) => program?.endsWith('/initdb'))
  if (initdb === undefined) throw new Error(`instance create called no initdb: ${JSON.stringify(children)}`)
  const sent = statements(site, name)
  return {
    initdb,
    statements: sent,
    findings: [
      count('instance create: server starts', serverStarts(site, name), 'starts', 1),
      count('instance create: programs run', children.length, 'children', options.length === 0 ? 6 : 9),
      count('instance create: statements', sent.length, 'queries'),
    ],
  }
}

/** Configuration that an operation with nothing to do must leave alone, down to the time of its last change. */
const CONFIGURATION = ['postgresql.conf', 'postgresql.auto.conf', 'pg_hba.conf', 'pg_ident.conf']

function times(site: Site, name: string): string {
  return CONFIGURATION.map((file) => statSync(join(site.datadir(name), file)).mtimeMs).join()
}

async function counted(
  site: Site,
  name: string,
  args: readonly string[],
): Promise<Trace & { queries: number }> {
  let trace: Trace = { children: [], writes: [] }
  const before = times(site, name)
  const sent = await statementsOf(site, name, async () => {
    trace = await traced(site, args)
  })
  const writes = before === times(site, name) ? trace.writes : [...trace.writes, 'configuration']
  return { ...trace, writes, queries: sent.length }
}

async function ofLooking(site: Site, name: string, args: readonly string[]): Promise<Finding[]> {
  const { children, writes, queries } = await counted(site, name, args)
  const what = args.slice(0, 2).join(' ')
  return [
    count(`${what}: programs run`, children.length, 'children', 0),
    count(`${what}: queries`, queries, 'queries', 0),
    count(`${what}: writes`, writes.length, 'writes', 0),
  ]
}

async function ofNothingToDo(
  site: Site,
  name: string,
  what: string,
  args: readonly string[],
): Promise<Finding[]> {
  const { children, writes, queries } = await counted(site, name, args)
  return [
    count(`${what}, nothing to do: queries`, queries, 'queries', BUDGETS.nothingToDo[what]),
    count(`${what}, nothing to do: writes below the prefix`, writes.length, 'writes', 0),
    count(`${what}, nothing to do: programs run`, children.length, 'children'),
  ]
}

/** Children, statements and writes of commands that should have none, or few. `name` is a running instance. */
export async function counts(
  site: Site,
  name: string,
  nothingToDo: Readonly<Record<string, readonly string[]>>,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const args of [
    ['instance', 'list'],
    ['instance', 'status', name],
    ['instance', 'env', name],
  ])
    findings.push(...(await ofLooking(site, name, args)))
  for (const [what, args] of Object.entries(nothingToDo))
    findings.push(...(await ofNothingToDo(site, name, what, args)))
  return findings
}
