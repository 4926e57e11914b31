// npm run bench: what pglift costs, as ratios to the least that Node and PostgreSQL can do, all taken in one run.
import { parseArgs } from 'node:util'
import { backups } from './backups.js'
import { components } from './components.js'
import { countedCreation, counts } from './counts.js'
import { lifeCycle } from './life-cycle.js'
import type { Rounds } from './measure.js'
import { applied, nothingToDo, passwords } from './objects.js'
import { patroni } from './patroni.js'
import { siteOfServers } from './places.js'
import { type Finding, holds, json, table } from './report.js'
import { startUp } from './start-up.js'

const NAME = 'main'

interface Effort {
  /** Of commands that take a moment. */
  readonly short: Rounds
  /** Of those that take a second. */
  readonly long: Rounds
}

const THOROUGH: Effort = { short: { rounds: 21, warmUp: 2 }, long: { rounds: 7, warmUp: 1 } }
const QUICK: Effort = { short: { rounds: 7, warmUp: 1 }, long: { rounds: 3, warmUp: 0 } }

type Say = (what: string) => void

/** What the host costs by itself. */
async function host({ short, long }: Effort, say: Say): Promise<Finding[]> {
  const site = await siteOfServers()
  try {
    say('what a creation does')
    const creation = await countedCreation(site, NAME)
    say('start-up and listings')
    const findings = [...(await startUp(site, NAME, short))]
    say('create, start, stop')
    findings.push(...(await lifeCycle(site, NAME, creation, long)))
    say('nothing to do')
    const manifests = await applied(site, NAME)
    findings.push(...(await nothingToDo(site, manifests, short)))
    say('counts')
    findings.push(...creation.findings, ...(await counts(site, NAME, manifests)))
    say('roles with passwords')
    return [...findings, ...(await passwords(site, NAME, long))]
  } finally {
    await site.destroy()
  }
}

const PARTS: Readonly<Record<string, (effort: Effort, say: Say) => Promise<Finding[]>>> = {
  host,
  components: ({ short }) => components(short),
  backups: ({ long }) => backups(long),
  patroni: ({ long }) => patroni(long),
}

function partsOf(named: readonly string[]): string[] {
  const unknown = named.find((name) => !(name in PARTS))
  if (unknown !== undefined) throw new Error(`no part '${unknown}': ${Object.keys(PARTS).join(', ')}`)
  return named.length > 0 ? [...named] : Object.keys(PARTS)
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const say = (what: string) => console.error(`bench: ${what}`)
  const findings: Finding[] = []
  for (const part of partsOf(positionals)) {
    say(part)
    findings.push(...((await PARTS[part]?.(values.quick ? QUICK : THOROUGH, say)) ?? []))
  }
  process.stdout.write(values.json ? json(findings) : `\nNode ${process.version}\n${table(findings)}`)
  if (!findings.every(holds)) process.exitCode = 1
}

await main()
