import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

describe('objects that the site requires and a manifest declares', () => {
  let site: Site

  before(async () => {
    site = await Site.installed({ settings: { postgresql: { replrole: 'replication' } } })
  })
  after(() => site.destroy())

  it('are made once, as the manifest says, with the memberships of both', async () => {
    const file = join(site.directory, 'instance.json')
    const role = { name: 'replication', login: true, replication: true, connection_limit: 7 }
    const manifest = {
      name: 'main',
      port: await site.freePort(),
      roles: [{ name: 'staff' }, { ...role, memberships: ['staff'], password: 'from-manifest' }],
      databases: [{ name: 'postgres', schemas: ['s'] }],
      replrole_password: 'from-site',
    }
    writeFileSync(file, JSON.stringify(manifest))
    const apply = () => site.json<{ change_state: string | null }>(['instance', 'apply', '-f', file])
    expect((await apply()).change_state).to.equal('created')
    expect(await site.json(['role', 'get', 'replication'])).to.deep.include({
      replication: true,
      connection_limit: 7,
      has_password: true,
      memberships: [{ role: 'pg_read_all_stats' }, { role: 'staff' }],
    })
    expect((await apply()).change_state).to.equal(null)
  })
})
