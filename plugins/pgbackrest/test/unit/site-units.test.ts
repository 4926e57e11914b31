import type { SiteUnitsEvent, Unit } from '@pglift/sdk'
import { expect } from 'chai'
import { siteUnits } from '../../src/lifecycle/site-units.js'
import type { Session } from '../../src/session.js'

const schedule = { calendar: 'daily', type: 'incr', full_after: 7 }

/** Units of a site, and the command line of its backups. */
async function unitsOf(section: object): Promise<{ names: string[]; commands: string[] }> {
  const units: Unit[] = []
  const commands: string[] = []
  const event = {
    units,
    values: { environment: [], executeas: [], hardening: [] },
    program: ['/usr/bin/pglift'],
    command: (argv: readonly string[]) => String(commands.push(argv.join(' '))),
  }
  const session = { section: { schedule, further_repositories: [], ...section } } as unknown as Session
  await siteUnits(session)(event as unknown as SiteUnitsEvent)
  return { names: units.map(({ name }) => name), commands }
}

describe('units of pgBackRest', () => {
  it('make backups wherever this host makes them, full ones now and then', async () => {
    for (const mode of ['path', 's3', 'azure', 'gcs', 'sftp']) {
      const { names, commands } = await unitsOf({ repository: { mode } })
      expect(names, mode).to.deep.equal(['pglift-backup@.service', 'pglift-backup@.timer'])
      expect(commands[0]).to.contain(' instance backup --unless-standby --type={type} --full-after=7 {id}')
    }
    const never = await unitsOf({
      repository: { mode: 'path' },
      schedule: { ...schedule, full_after: null },
    })
    expect(never.commands[0]).to.contain(' instance backup --unless-standby --type={type} {id}')
  })

  it('leave them to the host that has the repository', async () => {
    expect((await unitsOf({ repository: { mode: 'host-ssh', host: 'repo' } })).names).to.deep.equal([])
  })
})
