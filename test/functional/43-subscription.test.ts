import { expect } from 'chai'
import { until } from '../support/process.js'
import { Site } from '../support/site.js'

const PASSWORD = 'canary:sub'

interface Subscription {
  readonly name: string
  readonly connection: { readonly conninfo: string }
  readonly publications: readonly string[]
  readonly enabled: boolean
}

describe('a subscription to another instance', () => {
  let site: Site
  let port: number

  const apply = (instance: string, manifest: object) => {
    const file = site.config(`${instance}.yaml`, { name: 'shop', ...manifest })
    const args = ['database', '-i', instance, 'apply', '-f', file]
    return site.json<{ change_state: string | null }>(args)
  }
  const subscription = (more: object = {}, to = port) => ({
    name: 'sub',
    connection: { conninfo: `host=127.0.0.1 port=${to} user=repl dbname=shop`, password: PASSWORD },
    publications: ['pub'],
    ...more,
  })
  const rows = async (instance: string) =>
    (await site.psql<{ i: number }>(instance, 'SELECT i FROM t ORDER BY i', { dbname: 'shop' })).map(
      ({ i }) => i,
    )
  const shown = async () =>
    (await site.json<{ subscriptions: Subscription[] }>(['database', '-i', 'here', 'get', 'shop']))
      .subscriptions

  before(async () => {
    site = await Site.installed()
    port = await site.freePort()
    const role = { name: 'repl', login: true, replication: true, password: PASSWORD }
    const settings = { wal_level: 'logical' }
    const there = { name: 'there', port, settings, auth: { host: 'scram-sha-256' }, roles: [role] }
    await site.ok(['instance', 'apply', '-f', site.config('there.yaml', there)])
    await site.ok(['instance', 'create', 'here', '--port', String(await site.freePort())])
    await apply('there', { publications: [{ name: 'pub' }] })
    await site.ok(['database', '-i', 'here', 'create', 'shop'])
    for (const instance of ['there', 'here'])
      await site.psql(instance, 'CREATE TABLE t (i int PRIMARY KEY)', { dbname: 'shop' })
    await site.psql('there', 'INSERT INTO t VALUES (1); GRANT SELECT ON t TO repl', { dbname: 'shop' })
  })

  after(() => site.destroy())

  it('that nobody answers is said, and nothing is left of it', async () => {
    const manifest = { name: 'shop', subscriptions: [subscription({}, await site.freePort())] }
    const args = ['database', '-i', 'here', 'apply', '-f', site.config('here.yaml', manifest)]
    const { stderr } = await site.run(args, { expectExit: 1 })
    expect(stderr).to.contain('Error: could not connect to the publisher').and.not.to.contain(PASSWORD)
    expect(await shown()).to.deep.equal([])
  })

  it('brings rows over, now and later', async () => {
    expect((await apply('here', { subscriptions: [subscription()] })).change_state).to.equal('changed')
    await until('the first row', async () => (await rows('here')).length === 1)
    await site.psql('there', 'INSERT INTO t VALUES (2)', { dbname: 'shop' })
    await until('the second row', async () => (await rows('here')).length === 2)
  })

  it('(idempotency) is not changed the second time, and shows no password', async () => {
    expect((await apply('here', { subscriptions: [subscription()] })).change_state).to.equal(null)
    const conninfo = `host=127.0.0.1 port=${port} user=repl dbname=shop`
    expect(await shown()).to.deep.equal([
      { name: 'sub', connection: { conninfo }, publications: ['pub'], enabled: true },
    ])
  })

  it('is held, and goes on', async () => {
    await apply('here', { subscriptions: [subscription({ enabled: false })] })
    await site.psql('there', 'INSERT INTO t VALUES (3)', { dbname: 'shop' })
    expect((await shown())[0]?.enabled).to.equal(false)
    expect(await rows('here')).to.deep.equal([1, 2])
    await apply('here', { subscriptions: [subscription()] })
    await until('the third row', async () => (await rows('here')).length === 3)
  })

  it('is dropped with its slot', async () => {
    await apply('here', { subscriptions: [subscription({ state: 'absent' })] })
    expect(await shown()).to.deep.equal([])
    expect(await site.psql('there', 'SELECT FROM pg_replication_slots')).to.deep.equal([])
  })
})
