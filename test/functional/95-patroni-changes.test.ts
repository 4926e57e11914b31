import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { until } from '../support/process.js'
import { MemberSite } from './95-patroni-site.js'

describe('patroni: what all members of a cluster are to follow', () => {
  let etcd: EtcdCluster
  let first: MemberSite
  let second: MemberSite
  const config = (member: MemberSite) => parse(readFileSync(member.file, 'utf8'))

  before(async () => {
    etcd = await EtcdCluster.start()
    const patroni = { etcd: { hosts: etcd.hosts } }
    first = await MemberSite.make(1, { patroni })
    second = await MemberSite.make(2, { patroni })
    for (const member of [first, second]) await member.site.ok(member.creation())
    await first.settled(2)
  })

  after(async () => {
    await first?.site.destroy()
    await second?.site.destroy()
    etcd?.destroy()
  })

  it('has roles and databases from its leader: the same manifest does on every member', async () => {
    const role = {
      name: 'app',
      login: true,
      hba_records: [{ database: 'shop', method: 'reject' }],
    }
    const apply = async ({ site }: MemberSite) => {
      const { instances } = parse((await site.ok(['export'])).stdout)
      const [main] = instances as [{ roles?: object[]; hba_records: object[] }]
      const declared = { ...main, roles: [role], databases: [{ name: 'shop', owner: 'app' }] }
      const options = { input: JSON.stringify({ instances: [declared] }) }
      return JSON.parse((await site.ok(['apply', '-f', '-', '-o', 'json'], options)).stdout)
    }
    const changes = async (member: MemberSite) => {
      const { objects } = (await apply(member)).instances[0]
      return objects.map((each: { name: string; change_state: string }) => [each.name, each.change_state])
    }
    expect(await changes(second)).to.deep.equal([['pg_hba.conf', 'changed']])
    expect(await changes(first)).to.deep.equal([
      ['app', 'created'],
      ['pg_hba.conf', 'changed'],
      ['shop', 'created'],
    ])
    for (const member of [first, second]) {
      expect((await apply(member)).changed).to.equal(false)
      expect(config(member).postgresql.pg_hba.join('\n')).to.match(/shop +app +reject/)
    }
    await first.site.ok(['database', 'drop', 'shop'])
    await first.site.ok(['role', 'drop', 'app'])
  })

  it('follows a change of password, member by member', async () => {
    const set = ['patroni', 'set-password', 'replication', '--password']
    const passwordOf = (member: MemberSite) =>
      config(member).postgresql.authentication.replication.password as string
    const early = await second.site.run([...set, 'repl:new'], { expectExit: 1 })
    expect(early.stderr).to.contain("Error: role 'replication' has another password in the database\n")
    const alter = ['role', 'alter', 'replication', '--password', 'repl:new']
    const { stderr } = await first.site.ok(alter)
    expect(stderr).to.contain("run 'pglift patroni set-password replication' on m2\n")
    expect([first, second].map(passwordOf)).to.deep.equal(['repl:new', 'repl:secret'])
    expect((await second.site.ok([...set, 'repl:new'])).stderr).to.contain('INFO reloading Patroni')
    expect((await second.site.ok([...set, 'repl:new'])).stderr).to.contain('already')
    expect(passwordOf(second)).to.equal('repl:new')
    const end = "SELECT pg_terminate_backend(pid) FROM pg_stat_replication WHERE application_name = 'm2'"
    await first.site.psql('main', end)
    await first.site.psql('main', 'CREATE TABLE after_password AS SELECT 2 AS i')
    await until('the replica connects anew', async () => {
      const rows = await second.site.psql('main', 'TABLE after_password').catch(() => [])
      return rows.length === 1
    })
    const manifest = { ...parse((await second.site.ok(['export'])).stdout).instances[0] }
    const declare = async (replrole_password: string) =>
      second.site.ok(['instance', 'apply', '-f', '-'], {
        input: JSON.stringify({ ...manifest, replrole_password }),
      })
    expect((await declare('repl:other')).stderr).to.contain('has another password than the manifest says')
    expect(passwordOf(second)).to.equal('repl:new')
  })

  it("follows the site's settings: where etcd is", async () => {
    const [host] = etcd.hosts as [string]
    const hosts = [host, host.replace('127.0.0.1', 'localhost')]
    const settings = {
      ...second.site.settings,
      patroni: { etcd: { hosts }, postgresql: { use_pg_rewind: true } },
    }
    second.site.config('settings.yaml', settings)
    const { stderr } = await second.site.ok(['instance', 'alter', 'main'])
    expect(stderr)
      .to.contain('INFO reconfiguring Patroni service\n')
      .and.to.contain('goes on with the etcd that it knows until it is started again\n')
    expect(config(second).etcd3.hosts).to.deep.equal(hosts)
    expect((await second.site.ok(['instance', 'alter', 'main'])).stderr).to.equal('')
    await second.site.ok(['instance', 'stop'])
    await second.site.ok(['instance', 'start'])
    await first.settled(2)
  })
})
