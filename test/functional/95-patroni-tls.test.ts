import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Authority } from '../support/certificates.js'
import { EtcdCluster } from '../support/etcd.js'
import { until } from '../support/process.js'
import { MemberSite } from './95-patroni-site.js'

const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']

/** Certificates of everybody, below the directory of etcd's. */
function everybody(directory: string): Authority {
  const authority = new Authority(directory)
  for (const name of ['etcd', 'host', 'client', 'postgres', 'replication']) authority.issue(name, ADDRESSES)
  return authority
}

function sections(authority: Authority, hosts: readonly string[]) {
  const ca = authority.cert('ca')
  const client = { certfile: authority.cert('client'), keyfile: authority.key('client') }
  return {
    etcd: { hosts, protocol: 'https', cacert: ca, cert: client.certfile, key: client.keyfile },
    restapi: {
      cafile: ca,
      certfile: authority.cert('host'),
      keyfile: authority.key('host'),
      verify_client: 'required',
    },
    ctl: client,
    postgresql: {
      use_pg_rewind: true,
      connection: { ssl: { mode: 'verify-ca', rootcert: ca } },
    },
    dcs: { synchronous_mode: 'on' },
  }
}

function postgresql(authority: Authority, address: string): string {
  return `listen_addresses = '${address}'
shared_buffers = 16MB
fsync = off
ssl = on
ssl_ca_file = '${authority.cert('ca')}'
ssl_cert_file = '${authority.cert('host')}'
ssl_key_file = '${authority.key('host')}'
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}.log'
logging_collector = on
`
}

/** Writes one row after the other until that fails; `acknowledged` takes those that did not. */
async function writeUntilLost({ site }: MemberSite, acknowledged: number[]): Promise<void> {
  for (let i = 0; ; i += 1) {
    const isLost = await site.psql('main', `INSERT INTO t VALUES (${i})`).then(
      () => false,
      () => true,
    )
    if (isLost) return
    acknowledged.push(i)
  }
}

describe('patroni: three members and three etcd nodes, with TLS everywhere', () => {
  let etcd: EtcdCluster
  let authority: Authority
  const members: MemberSite[] = []
  const at = (node: string | undefined) => members.find((member) => member.node === node) as MemberSite
  let killed: MemberSite
  let rewindTo = ''
  const acknowledged: number[] = []
  const repository = mkdtempSync(join(tmpdir(), 'repo-'))
  const backups = async ({ site }: MemberSite) =>
    (await site.json<{ type: string }[]>(['instance', 'backups'])).map(({ type }) => type)

  /** The member that takes writes: what members say of each other may be a moment old. */
  async function primary(): Promise<MemberSite> {
    let leader: MemberSite | undefined
    const isThere = async () => {
      leader = at(await members[0]?.settled(3))
      return (await leader.takesWrites()) === true
    }
    await until('a member takes writes', isThere)
    return leader as MemberSite
  }

  before(async () => {
    etcd = await EtcdCluster.start(3, everybody)
    authority = etcd.authority as Authority
    for (const index of [1, 2, 3])
      members.push(
        await MemberSite.make(index, {
          patroni: sections(authority, etcd.hosts),
          settings: { pgbackrest: { repository: { mode: 'path', path: repository } } },
          plugins: ['pgbackrest'],
          templates: { 'postgresql/postgresql.conf': postgresql(authority, `127.0.0.${index + 1}`) },
        }),
      )
  })

  after(async () => {
    for (const { site } of members) await site.destroy()
    etcd?.destroy()
    rmSync(repository, { recursive: true, force: true })
  })

  it('two that begin at the same time agree on who makes the cluster, and a third joins', async () => {
    const certificates = ['replication', 'rewind'].flatMap((use) => {
      const name = use === 'rewind' ? 'postgres' : use
      return [
        ...[`--patroni-postgresql-${use}-ssl-cert`, authority.cert(name)],
        ...[`--patroni-postgresql-${use}-ssl-key`, authority.key(name)],
      ]
    })
    const create = (member: MemberSite) => {
      const args = member
        .creation('--pgbackrest-stanza', 'app', ...certificates)
        .filter((word) => !/password|:secret/.test(word))
      return member.site.ok(args)
    }
    const [one, two, three] = members as [MemberSite, MemberSite, MemberSite]
    await Promise.all([create(one), create(two)])
    await create(three)
    await one.settled(3)
  })

  it('connects them by TLS, with certificates', async () => {
    const leader = at(await members[0]?.leader())
    const query = 'SELECT ssl FROM pg_stat_ssl JOIN pg_stat_replication USING (pid)'
    let rows: { ssl: boolean }[] = []
    // A replica runs, as Patroni sees it, a moment before it streams.
    await until('both replicas stream', async () => {
      rows = await leader.site.psql<{ ssl: boolean }>('main', query)
      return rows.length === 2
    })
    expect(rows).to.deep.equal([{ ssl: true }, { ssl: true }])
    const { patroni } = JSON.parse((await leader.site.ok(['instance', 'get', '-o', 'json'])).stdout)
    expect(patroni.postgresql.replication.ssl.cert).to.equal(authority.cert('replication'))
    expect((await leader.site.ok(['instance', 'exec', 'main', 'patronictl', 'list'])).stdout).to.contain('m3')
  })

  it('is backed up', async () => {
    const leader = await primary()
    await leader.site.ok(['instance', 'backup', '--type', 'full'])
    for (const member of members) expect(await backups(member)).to.deep.equal(['full'])
  })

  it('takes a parameter on a replica, where it waits for a restart', async () => {
    const leader = await primary()
    const replica = members.find((member) => member !== leader) as MemberSite
    const waits = async () =>
      (await leader.members()).flatMap(({ name, pending_restart }) => (pending_restart ? [name] : []))
    await replica.site.ok(['pgconf', 'set', 'shared_buffers=17MB'])
    await until('the others know', async () => (await waits()).join() === replica.node)
    await replica.site.ok(['instance', 'restart'])
    await until('it waits no more', async () => (await waits()).length === 0)
    const query = "SELECT current_setting('shared_buffers') AS v"
    expect(await replica.site.psql('main', query)).to.deep.equal([{ v: '17MB' }])
    await leader.settled(3)
  })

  it('switches over to a synchronous member', async () => {
    const leader = await primary()
    let candidate = ''
    const isThere = async () => {
      candidate = (await leader.members()).find(({ role }) => role === 'sync_standby')?.name ?? ''
      return candidate !== ''
    }
    await until('a replica is synchronous', isThere)
    const changed = await leader.site.json(['patroni', 'switchover', '--candidate', candidate])
    expect(changed).to.deep.equal({ cluster: 'app', former_leader: leader.node, leader: candidate })
    expect((await primary()).node).to.equal(candidate)
  })

  it('survives the loss of an etcd node', async () => {
    etcd.kill(0)
    await members[1]?.settled(3)
    await etcd.revive(0)
  })

  it('demotes a leader that can not reach etcd, and tells what it sees', async () => {
    const leader = await primary()
    etcd.kill(0)
    etcd.kill(1)
    try {
      await until('the leader is read-only', async () => (await leader.takesWrites()) === false)
      await leader.site.ok(['instance', 'get'])
      const { stdout } = await leader.site.run(['instance', 'status'])
      expect(stdout).to.contain('Patroni API: running')
      // As long as ttl Patroni goes on telling what it saw last.
      const { stderr } = await leader.site.run(['patroni', 'members'])
      expect(stderr).to.match(/etcd can't be used: 127/)
    } finally {
      await etcd.revive(0, 1)
    }
    await primary()
  })

  it('has a new leader within ttl and loop_wait when Patroni and PostgreSQL of the leader are killed amid writes', async () => {
    const one = members[0] as MemberSite
    killed = await primary()
    await killed.site.psql('main', 'CREATE TABLE t (i int PRIMARY KEY)')
    await until('a replica is synchronous', async () =>
      (await one.members()).some(({ role }) => role === 'sync_standby'),
    )
    const writing = writeUntilLost(killed, acknowledged)
    await until('writes are acknowledged', () => acknowledged.length > 50)
    const postmaster = readFileSync(join(killed.site.datadir('main'), 'postmaster.pid'), 'utf8').split(
      '\n',
    )[0]
    const patroni = readFileSync(
      join(killed.site.runPrefix, `patroni/${killed.site.version}-main.pid`),
      'utf8',
    )
    const witness = members.find((member) => member !== killed) as MemberSite
    const start = Date.now()
    for (const pid of [patroni, postmaster]) process.kill(Number(pid), 'SIGKILL')
    await until(
      'another member leads',
      async () => ![undefined, killed.node].includes(await witness.leader()),
    )
    // 15 and 1; etcd takes its time to end a lease, and a look at a member a second or more on a busy machine.
    expect(Date.now() - start).to.be.lessThan(24_000)
    await writing
    const { stdout } = await killed.site.run(['instance', 'status'], { expectExit: 3 })
    expect(stdout).to.equal('PostgreSQL: not running\nPatroni API: not running\n')
  })

  it('has lost no acknowledged write', async () => {
    const leader = at(await (members.find((member) => member !== killed) as MemberSite).leader())
    // It holds the leader's key before its promotion is complete.
    await until('the new leader takes writes', async () => (await leader.takesWrites()) === true)
    const rows = await leader.site.psql<{ i: number }>('main', 'SELECT i FROM t ORDER BY i')
    expect(rows.map(({ i }) => i).slice(0, acknowledged.length)).to.deep.equal(acknowledged)
    await leader.site.psql('main', 'INSERT INTO t VALUES (100000)')
    rewindTo = leader.node
  })

  it('takes the former leader back by pg_rewind, with certificates', async () => {
    // The other replica first: WAL that only the former leader has is archived when it comes back.
    const witness = members.find((member) => member !== killed) as MemberSite
    const follow = async () => {
      const others = (await witness.members()).filter(({ name }) => name !== killed.node)
      return others.length === 2 && new Set(others.map(({ timeline }) => timeline)).size === 1
    }
    await until('the other replica follows the new leader', follow)
    await killed.site.ok(['instance', 'start'])
    await killed.settled(3)
    const rows = await killed.site.psql<{ i: number }>('main', 'SELECT max(i) AS i FROM t')
    expect(rows).to.deep.equal([{ i: 100_000 }])
    const { stdout } = await killed.site.ok(['patroni', 'logs'])
    expect(stdout).to.contain(`running pg_rewind from ${rewindTo}`).and.to.contain('pg_rewind exit code=0')
  })

  it('goes on with its backups after the failover', async () => {
    const leader = await primary()
    await leader.site.ok(['instance', 'backup', '--type', 'incr'])
    for (const member of members) expect(await backups(member)).to.deep.equal(['incr', 'full'])
  })

  it('is restored as a whole', async () => {
    const leader = await primary()
    const now = "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS now"
    const [{ now: moment }] = (await leader.site.psql<{ now: string }>('main', now)) as [{ now: string }]
    await leader.site.psql('main', 'DELETE FROM t')
    await leader.site.psql('main', 'SELECT pg_switch_wal()')
    const others = members.filter((member) => member !== leader)
    for (const { site } of [...others, leader]) await site.ok(['instance', 'stop'])
    await leader.site.ok(['instance', 'restore', '--date', moment])
    await leader.site.ok(['instance', 'start'])
    await until('it leads', async () => (await leader.leader()) === leader.node)
    for (const { site } of others) {
      await site.ok(['instance', 'start'])
      await site.ok(['patroni', 'reinit', '--force'])
    }
    await leader.settled(3)
    for (const { site } of members) {
      const [row] = await site.psql<{ n: number }>('main', 'SELECT count(*)::int AS n FROM t')
      expect(row?.n).to.be.greaterThan(acknowledged.length)
    }
  })

  it('loses its members one by one', async () => {
    for (const { site } of members.slice(0, 2)) await site.ok(['instance', 'drop'])
    const { stderr } = await (members[2] as MemberSite).site.ok(['instance', 'drop'])
    expect(stderr).to.contain("'m3' appears to be the last member of cluster 'app'")
  })
})
