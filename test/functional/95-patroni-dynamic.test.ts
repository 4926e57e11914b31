import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { MemberSite } from './95-patroni-site.js'

describe('patroni: configuration in etcd, with passwords for it and for the REST API', () => {
  let etcd: EtcdCluster
  let member: MemberSite

  before(async () => {
    etcd = await EtcdCluster.start()
    etcd.ctl('user', 'add', 'root', '--new-user-password', 'etcd-secret')
    etcd.ctl('user', 'grant-role', 'root', 'root')
    etcd.ctl('auth', 'enable')
    const patroni = {
      etcd: { hosts: etcd.hosts },
      configuration_mode: { auth: 'dynamic', parameters: 'dynamic' },
      // Its first member has no replica that could confirm what it writes while it is made.
      dcs: { synchronous_mode: 'strict' },
      watchdog: { mode: 'automatic', device: '/dev/no-watchdog' },
    }
    member = await MemberSite.make(1, { patroni })
  })

  after(async () => {
    await member?.site.destroy()
    etcd?.destroy()
  })

  const value = async (name: string) =>
    (await member.site.psql<{ v: string }>('main', `SELECT current_setting('${name}') AS v`))[0]?.v

  it('is made', async () => {
    const { stderr } = await member.site.ok(
      member.creation(
        ...['--patroni-etcd-username', 'root', '--patroni-etcd-password', 'etcd-secret'],
        ...['--patroni-restapi-authentication-username', 'api'],
        ...['--patroni-restapi-authentication-password', 'api-secret'],
      ),
    )
    expect(stderr).not.to.contain('secret')
    expect(await value('shared_buffers')).to.equal('16MB')
    expect(await value('synchronous_standby_names')).to.equal('*')
    const watchdog = { mode: 'automatic', device: '/dev/no-watchdog', safety_margin: 5 }
    expect(parse(readFileSync(member.file, 'utf8')).watchdog).to.deep.equal(watchdog)
    const got = await member.site.ok(['instance', 'get', '-o', 'json'])
    expect(got.stdout).not.to.contain('secret')
    expect(JSON.parse(got.stdout).patroni).to.deep.include({ etcd: { username: 'root' } })
    expect(JSON.parse(got.stdout).patroni.restapi.authentication).to.deep.equal({ username: 'api' })
  })

  it('parameters are those of the cluster, which a member alone can not have', async () => {
    await member.site.ok(['pgconf', 'set', 'work_mem=9MB', 'max_connections=45'])
    expect(await value('work_mem')).to.equal('9MB')
    expect(readFileSync(member.file, 'utf8')).not.to.contain('work_mem')
    await member.site.ok(['instance', 'restart'])
    expect(await value('max_connections')).to.equal('45')
    const { stdout } = await member.site.ok(['pgconf', 'show', 'work_mem', 'max_connections'])
    expect(stdout).to.equal("work_mem = '9MB'\nmax_connections = 45\n")
    const same = await member.site.ok(['instance', 'alter', 'main'])
    expect(same.stderr).to.equal('')
  })

  it('records of pg_hba.conf as well', async () => {
    await member.site.ok(['pghba', 'add', '--user', 'bob', '--database', 'db', '--method', 'reject'])
    expect(readFileSync(join(member.site.datadir('main'), 'pg_hba.conf'), 'utf8')).to.match(
      /^local +db +bob +reject$/m,
    )
    expect(readFileSync(member.file, 'utf8')).not.to.contain('bob')
  })

  it('is dropped', async () => {
    await member.site.ok(['instance', 'drop'])
  })
})
