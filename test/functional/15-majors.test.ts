import { expect } from 'chai'
import { bindirs } from '../support/places.js'
import { Site } from '../support/site.js'

const MAJORS = ['13', '14', '15', '16', '17', '18']

const manifest = (name: string, version: string, port: number) => `
name: ${name}
version: ${version}
port: ${port}
settings:
  work_mem: 5MB
roles:
  - name: alice
    password: wonderland
    login: true
    memberships: [pg_monitor]
databases:
  - name: app
    owner: alice
    schemas: [store]
    settings: {search_path: "store, public"}
replication_slots: [spare]
`

for (const version of MAJORS) {
  describe(`PostgreSQL ${version}`, () => {
    let site: Site
    let file: string

    before(async () => {
      expect(Object.keys(bindirs()), 'PGLIFT_TEST_PG_BINDIRS').to.include(version)
      site = await Site.installed({ version })
      file = site.config('instance.yaml', manifest('main', version, await site.freePort()))
    })

    after(() => site.destroy())

    it('is created with its roles, databases and slots', async () => {
      const result = await site.json(['instance', 'apply', '-f', file])
      expect(result).to.deep.equal({ change_state: 'created', diff: null, pending_restart: false })
      const [server] = await site.psql<{ server_version_num: string }>('main', 'SHOW server_version_num')
      expect(server?.server_version_num.slice(0, 2)).to.equal(version)
      const path = await site.psql<{ search_path: string }>('main', 'SHOW search_path', {
        dbname: 'app',
        user: 'alice',
      })
      expect(path[0]?.search_path).to.equal('store, public')
    })

    it('is not changed by a second apply', async () => {
      const result = await site.json(['instance', 'apply', '-f', file])
      expect(result).to.deep.equal({ change_state: null, diff: null, pending_restart: false })
    })

    it('tells what it is', async () => {
      const view = await site.json<Record<string, unknown>>(['instance', 'get', 'main'])
      expect(view).to.include({
        name: 'main',
        version,
        state: 'started',
        locale: 'C',
        encoding: 'UTF8',
        pending_restart: false,
      })
      expect(view.data_checksums).to.equal(Number(version) >= 18)
      expect(view.replication_slots).to.deep.equal([{ name: 'spare' }])
      const roles = await site.json<{ name: string; memberships: unknown }[]>(['role', '-i', 'main', 'list'])
      expect(roles.find(({ name }) => name === 'alice')?.memberships).to.deep.equal([{ role: 'pg_monitor' }])
      const databases = await site.json<{ name: string; owner: string }[]>(['database', '-i', 'main', 'list'])
      expect(databases.find(({ name }) => name === 'app')?.owner).to.equal('alice')
    })

    it('is set, restarted, stopped and started', async () => {
      await site.ok(['pgconf', '-i', 'main', 'set', 'max_connections=42'])
      expect(await site.json(['instance', 'get', 'main'])).to.include({ pending_restart: true })
      await site.ok(['instance', 'restart', 'main'])
      expect(await site.psql('main', 'SHOW max_connections')).to.deep.equal([{ max_connections: '42' }])
      await site.ok(['instance', 'stop', 'main'])
      await site.run(['instance', 'status', 'main'], { expectExit: 3 })
      await site.ok(['role', '-i', 'main', 'alter', 'alice', '--connection-limit', '3'])
      await site.run(['instance', 'status', 'main'], { expectExit: 3 })
      await site.ok(['instance', 'start', 'main'])
      expect(await site.json(['role', '-i', 'main', 'get', 'alice'])).to.include({ connection_limit: 3 })
    })

    it('is dropped', async () => {
      await site.ok(['instance', 'drop', 'main'])
      expect(await site.json(['instance', 'list'])).to.deep.equal([])
    })
  })
}
