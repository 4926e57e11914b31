import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { packFixture } from '../test/support/components.js'
import { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import { interleaved, type Rounds } from './measure.js'
import { pglift } from './places.js'
import type { Finding } from './report.js'

const MOST = 5

/** Installs as many components as that, the first of which can be enabled; the others only bear other names. */
async function siteWith(count: number): Promise<Site> {
  const site = await Site.installed()
  const tarballs = join(site.directory, 'tarballs')
  mkdirSync(tarballs)
  const named = (name: string) => (json: { version: string } & Record<string, unknown>) => ({
    ...json,
    name: `${json.name}${name}`,
    version: `1.0.${name.length}`,
    pglift: { component: `marker${name}`, api: 1, section: `marker${name}` },
  })
  for (let index = 0; index < count; index += 1)
    await site.ok(['plugins', 'install', await packFixture('marker', tarballs, named('x'.repeat(index)))])
  return site
}

/** What installed and enabled components add to commands that have nothing to do with them. */
export async function components(rounds: Rounds): Promise<Finding[]> {
  const sites = {
    none: await siteWith(0),
    one: await siteWith(1),
    five: await siteWith(MOST),
    enabled: await siteWith(1),
  }
  sites.enabled.config('settings.yaml', { ...sites.enabled.settings, marker: {} })
  try {
    const subjects = Object.entries(sites).flatMap(([name, site]) => [
      { name: `${name} --help`, run: () => pglift(site, '--help') },
      { name: `${name} list`, run: () => pglift(site, 'instance', 'list') },
    ])
    const times = await interleaved(subjects, rounds)
    const ms = (name: string) => times.get(name) ?? NaN
    const percent = (what: string, more: number, less: number, by: number, budget?: number): Finding => ({
      what,
      value: ((more - less) / by / less) * 100,
      unit: '% more',
      ms: more,
      ...(budget === undefined ? {} : { budget }),
    })
    return [
      percent('--help, the first component', ms('one --help'), ms('none --help'), 1),
      percent(
        '--help, each further component',
        ...([ms('five --help'), ms('one --help'), MOST - 1] as const),
        BUDGETS.furtherComponent,
      ),
      percent('instance list, each further component', ms('five list'), ms('one list'), MOST - 1),
      percent('instance list, an enabled component', ms('enabled list'), ms('one list'), 1),
    ]
  } finally {
    for (const site of Object.values(sites)) await site.destroy()
  }
}
