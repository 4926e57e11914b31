import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { completeMajors } from '../support/places.js'
import { until } from '../support/process.js'
import { MemberSite, PASSWORDS } from './95-patroni-site.js'

/** The major that instances are upgraded to; the same one where there is no other. */
const newest = completeMajors().at(-1)

describe('patroni: an instance that was there before', () => {
  let etcd: EtcdCluster
  let first: MemberSite
  let second: MemberSite

  before(async () => {
    etcd = await EtcdCluster.start()
    const patroni = { etcd: { hosts: etcd.hosts } }
    const prometheus = { execpath: '/usr/bin/prometheus-postgres-exporter' }
    const options = { patroni, settings: { prometheus }, plugins: ['postgres-exporter'] }
    first = await MemberSite.make(1, options)
    second = await MemberSite.make(2, options)
  })

  after(async () => {
    await first?.site.destroy()
    await second?.site.destroy()
    etcd?.destroy()
  })

  const conversion = () => [
    ...['instance', 'alter', 'main', '--patroni-cluster', 'app', '--patroni-node', 'm1'],
    ...['--patroni-restapi-connect-address', first.rest, '--patroni-postgresql-connect-host', first.address],
  ]
  const value = async (name: string) =>
    (await first.site.psql<{ v: string }>('main', `SELECT current_setting('${name}') AS v`))[0]?.v

  it('is plain without the field', async () => {
    const port = ['--prometheus-port', String(await first.site.freePort())]
    await first.site.ok(['instance', 'create', 'main', '--port', String(first.port), ...port, ...PASSWORDS])
    await first.site.psql('main', 'CREATE TABLE t AS SELECT 7 AS i')
    await first.site.ok(['pgconf', 'set', 'work_mem=6MB', 'max_connections=40'])
    await first.site.ok(['instance', 'restart'])
    expect((await first.site.ok(['instance', 'status'])).stdout).to.equal(
      'PostgreSQL: running\nprometheus: running\n',
    )
    const { patroni } = await first.site.json<{ patroni: null }>(['instance', 'get'])
    expect(patroni).to.equal(null)
    const { stderr } = await first.site.run(['patroni', 'members'], { expectExit: 1 })
    expect(stderr).to.contain('is not managed by Patroni')
  })

  it('stays plain when the cluster is that of others, or passwords are missing', async () => {
    etcd.ctl('put', '/service/app/initialize', '7000000000000000000')
    const foreign = await first.site.run(['--non-interactive', ...conversion()])
    expect(foreign.stderr).to.contain(
      "cluster 'app' is that of another system identifier (7000000000000000000)",
    )
    etcd.ctl('del', '/service/app/initialize')
    const { stderr, code } = await first.site.run(['--non-interactive', ...conversion()])
    expect(code).not.to.equal(0)
    expect(stderr).to.contain('members replicate with it')
    expect(existsSync(first.file)).to.equal(false)
    expect(await value('work_mem')).to.equal('6MB')
  })

  it('becomes the first member of a cluster, with its data and its settings', async () => {
    const entries = ['replication:repl\\:secret', 'postgres:super\\:secret']
    const passfile = join(first.site.home, '.pgpass')
    writeFileSync(passfile, entries.map((entry) => `*:${first.port}:*:${entry}\n`).join(''), { mode: 0o600 })
    const { stderr } = await first.site.ok(conversion())
    expect(stderr).to.contain(
      `INFO stopping PostgreSQL ${first.site.version}-main\nINFO setting up Patroni service\n`,
    )
    expect([await first.leader(), await first.takesWrites()]).to.deep.equal(['m1', true])
    expect(await first.site.psql('main', 'SELECT i FROM t')).to.deep.equal([{ i: 7 }])
    expect([await value('work_mem'), await value('max_connections')]).to.deep.equal(['6MB', '40'])
    await first.site.ok(['pgconf', 'remove', 'work_mem'])
    expect(await value('work_mem')).to.equal('4MB')
    expect((await first.site.ok(conversion())).stderr).to.equal('')
  })

  it('is copied by a second member', async () => {
    await second.site.ok(second.creation('--prometheus-port', String(await second.site.freePort())))
    await first.settled(2)
    expect(await second.site.psql('main', 'SELECT i FROM t')).to.deep.equal([{ i: 7 }])
  })

  it('is exported with its exporter as a manifest that changes nothing', async () => {
    // Its target has the cluster's name since PostgreSQL has it.
    await first.site.ok(['instance', 'alter', 'main'])
    for (const { site } of [first, second]) {
      const { stdout } = await site.ok(['export'])
      expect(parse(stdout).instances[0]).to.include.keys('patroni', 'prometheus')
      await site.run(['diff', '-f', '-'], { input: stdout, expectExit: 0 })
      await site.run(['apply', '-f', '-', '--detailed-exitcode'], { input: stdout, expectExit: 0 })
    }
  })

  it('is upgraded once it is alone, and keeps what was changed in etcd', async () => {
    const change = 'postgresql.parameters.max_connections=145'
    const edit = ['patronictl', 'edit-config', '--quiet', '--force', '--set', change]
    await first.site.ok(['instance', 'exec', 'main', ...edit])
    const version = newest as string
    const upgrade = ['instance', 'upgrade', 'main', '--version', version, '--name', 'next']
    await first.site.ok(['instance', 'stop'])
    await until('the other one leads', async () => (await second.leader()) === 'm2')
    const early = await first.site.run(['--non-interactive', ...upgrade], { expectExit: 2 })
    expect(early.stderr).to.contain("cluster 'app' still has members: m2; stop or drop them first")
    await first.site.ok(['instance', 'start'])
    await first.settled(2)
    await second.site.ok(['patroni', 'switchover', '--candidate', 'm1'])
    expect(await first.settled(2)).to.equal('m1')
    await second.site.ok(['instance', 'stop'])
    await first.site.ok(['instance', 'stop'])
    const { stderr } = await first.site.ok(upgrade)
    expect(stderr)
      .to.contain("INFO removing 'app' cluster state from DCS\n")
      .and.not.to.contain('is left out')
    expect(await first.site.psql(`${version}/next`, 'SELECT i FROM t')).to.deep.equal([{ i: 7 }])
    const query = "SELECT current_setting('max_connections') AS v"
    expect(await first.site.psql(`${version}/next`, query)).to.deep.equal([{ v: '145' }])
    const { patroni } = await first.site.json<{ patroni: { node: string } }>(['instance', 'get', 'next'])
    expect(patroni.node).to.equal('m1')
    expect(await first.site.ok(['instance', 'status', 'next'])).to.include({ code: 0 })
    const file = parse(
      readFileSync(first.file.replace(`${first.site.version}-main`, `${version}-next`), 'utf8'),
    )
    expect(file.postgresql.data_dir).to.equal(first.site.datadir('next', version))
  })

  it('is joined by a member that is made anew', async () => {
    await second.site.ok(['instance', 'drop'])
    const creation = second
      .creation('--prometheus-port', String(await second.site.freePort()), '--version', newest as string)
      .map((word) => (word === 'main' ? 'next' : word))
    await second.site.ok(creation)
    const follows = async () => (await second.site.psql(`${newest}/next`, 'TABLE t')).length === 1
    await until('it has the data', follows)
  })

  it('leaves the former instance, which is dropped and takes nothing of the cluster with it', async () => {
    const { stderr } = await first.site.ok(['instance', 'drop', 'main'])
    expect(stderr).not.to.contain('last member')
    const members = ['/service/app/members/m1', '/service/app/members/m2']
    expect(etcd.keys('/service/app/members/')).to.deep.equal(members)
    await second.site.ok(['instance', 'drop', 'next'])
    const last = await first.site.ok(['instance', 'drop', 'next'])
    expect(last.stderr).to.contain("'m1' appears to be the last member of cluster 'app'")
  })
})
