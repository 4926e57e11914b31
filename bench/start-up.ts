import type { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import { interleaved, type Rounds, type Subject } from './measure.js'
import { bareNode, pglift, siteOfMany } from './places.js'
import type { Finding } from './report.js'

const NODE = 'node -e 0'

const COMMANDS = [
  { what: '--version', args: ['--version'], budget: BUDGETS.version },
  { what: '--help', args: ['--help'], budget: BUDGETS.startUp },
  { what: 'instance create --help', args: ['instance', 'create', '--help'], budget: BUDGETS.startUp },
]

/** `--version` has a path of its own, which no option before it may miss. */
function command(site: Site, name: string, args: readonly string[]): Subject {
  return { name, run: () => pglift(site, ...args) }
}

/** Commands that only look, against bare Node. `name` is a running instance of the site. */
export async function startUp(site: Site, name: string, rounds: Rounds): Promise<Finding[]> {
  const lists: { count: number; many: Site }[] = []
  for (const count of [10, 100, 1000]) lists.push({ count, many: await siteOfMany(count, site, name) })
  const looks = [
    { what: 'instance status', args: ['instance', 'status', name], budget: BUDGETS.startUp },
    { what: 'instance env', args: ['instance', 'env', name], budget: BUDGETS.startUp },
  ]
  const commands = [...COMMANDS, ...looks]
  const listing = (count: number) => `instance list of ${count}`
  try {
    const times = await interleaved(
      [
        { name: NODE, run: () => bareNode(site) },
        ...commands.map(({ what, args }) => command(site, what, args)),
        ...lists.map(({ count, many }) => command(many, listing(count), ['instance', 'list'])),
      ],
      rounds,
    )
    const ratio = (what: string, to: string, budget?: number): Finding => {
      const [ms = NaN, reference = NaN] = [times.get(what), times.get(to)]
      return { what, value: ms / reference, unit: `x ${to}`, ms, ...(budget && { budget }) }
    }
    return [
      ratio(NODE, NODE),
      ...commands.map(({ what, budget }) => ratio(what, NODE, budget)),
      ratio(listing(10), NODE, BUDGETS.startUp),
      ratio(listing(100), NODE),
      ratio(listing(1000), listing(100), BUDGETS.listGrowth),
    ]
  } finally {
    for (const { many } of lists) await many.destroy()
  }
}
