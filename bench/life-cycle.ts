import type { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import type { Creation } from './counts.js'
import { BareServer } from './floor.js'
import { interleaved, type Rounds } from './measure.js'
import { bareNode, pglift } from './places.js'
import type { Finding } from './report.js'

const MADE = 'made'

/**
 * Making, starting and stopping an instance against what PostgreSQL's own programs take for the same. `model` is an
 * instance of the site, made as `creation` says.
 */
export async function lifeCycle(
  site: Site,
  model: string,
  creation: Creation,
  rounds: Rounds,
): Promise<Finding[]> {
  const port = await site.freePort()
  const bare = new BareServer(site, model, await site.freePort())
  try {
    const times = await interleaved(
      [
        { name: 'node', run: () => bareNode(site) },
        { name: 'bare initdb', run: () => bare.initdb(creation.initdb) },
        { name: 'bare start', before: async () => bare.configure(), run: () => bare.start() },
        { name: 'bare SQL', run: () => bare.execute(creation.statements) },
        { name: 'bare stop', run: () => bare.stop(), after: () => bare.remove() },
        { name: 'create', run: () => pglift(site, 'instance', 'create', MADE, `--port=${port}`) },
        { name: 'stop', run: () => pglift(site, 'instance', 'stop', MADE) },
        {
          name: 'start',
          run: () => pglift(site, 'instance', 'start', MADE),
          after: () => site.ok(['instance', 'drop', MADE]),
        },
      ],
      rounds,
    )
    const sum = (...names: string[]) => names.reduce((total, name) => total + (times.get(name) ?? NaN), 0)
    const program = BUDGETS.startUp * sum('node')
    return [
      against('instance create', sum('create'), sum('bare initdb', 'bare start', 'bare SQL'), {
        unit: 'x initdb + server ready + the same SQL',
        budget: BUDGETS.create,
      }),
      against('instance start', sum('start'), sum('bare start') + program, {
        unit: `x server ready + ${BUDGETS.startUp} x node`,
        budget: BUDGETS.startAndStop,
      }),
      against('instance start, server alone', sum('start'), sum('bare start'), { unit: 'x server ready' }),
      against('instance stop', sum('stop'), sum('bare stop') + program, {
        unit: `x server gone + ${BUDGETS.startUp} x node`,
        budget: BUDGETS.startAndStop,
      }),
      against('instance stop, server alone', sum('stop'), sum('bare stop'), { unit: 'x server gone' }),
    ]
  } finally {
    await bare.remove()
  }
}

function against(what: string, ms: number, floor: number, rest: Pick<Finding, 'unit' | 'budget'>): Finding {
  return { what, value: ms / floor, ms, ...rest }
}
