import { expect } from 'chai'
import { explicitSettings, originLines } from '../../../src/settings/present.js'
import { settingsYaml } from '../../../src/settings/yaml.js'
import { FILE, load } from './support.js'

describe('site settings shown', () => {
  const site = { yaml: 'postgresql: {auth: {local: peer}}', env: { PGLIFT_PREFIX: '/srv/p' } }

  it('without defaults keep what is set and what was computed', async () => {
    const shown = explicitSettings(await load(site))
    expect(shown).to.deep.include({ prefix: '/srv/p', run_prefix: '/tmp/pglift' })
    expect(shown.postgresql).to.deep.include({
      auth: { local: 'peer', passfile: '/home/alice/.pgpass' },
      datadir: '/srv/p/srv/pgsql/{version}/{name}/data',
    })
    expect(shown.postgresql).not.to.have.any.keys('surole', 'initdb', 'replrole', 'dump_commands')
  })

  it('with their origin, one a line', async () => {
    const lines = originLines({ ...(await load(site)), explicit: false })
    expect(lines).to.include.members([
      'prefix = "/srv/p"  # PGLIFT_PREFIX',
      'run_prefix = "/tmp/pglift"  # default (computed)',
      `postgresql.auth.local = "peer"  # ${FILE}`,
      'postgresql.auth.host = "trust"  # default',
      'postgresql.auth.password_command = []  # default',
      'postgresql.waldir = "/srv/p/srv/pgsql/{version}/{name}/wal"  # default (computed)',
      'postgresql.replrole = null  # default',
    ])
  })

  it('as YAML load to the same settings', async () => {
    const first = await load(site)
    const tree = { '/usr/lib/postgresql/15/bin': null }
    const second = await load({ yaml: settingsYaml(first.settings), tree })
    expect(second.settings).to.deep.equal(first.settings)
  })
})
