import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { picture } from '../support/picture.js'
import { until } from '../support/process.js'
import { type ListedMember, MemberSite } from './95-patroni-site.js'

const lines = (...texts: string[]) => `${texts.join('\n')}\n`

/** One cluster for all: members are made, changed and dropped in the order of the tests. */
describe('patroni: a cluster of two', () => {
  let etcd: EtcdCluster
  let first: MemberSite
  let second: MemberSite
  const id = () => `${first.site.version}/main`
  const qualname = () => `${first.site.version}-main`
  const config = (member: MemberSite) => parse(readFileSync(member.file, 'utf8'))
  const setting = async (member: MemberSite, name: string) =>
    (await member.site.psql<{ v: string }>('main', `SELECT current_setting('${name}') AS v`))[0]?.v

  before(async () => {
    etcd = await EtcdCluster.start()
    const patroni = { etcd: { hosts: etcd.hosts } }
    first = await MemberSite.make(1, { patroni })
    second = await MemberSite.make(2, { patroni })
  })

  after(async () => {
    await first?.site.destroy()
    await second?.site.destroy()
    etcd?.destroy()
  })

  it('asks for the passwords that members need', async () => {
    const args = first.creation().filter((word) => !/password|secret/.test(word))
    const { stderr, code } = await first.site.run(args)
    expect(code).to.equal(2)
    expect(stderr).to.contain('members replicate with it')
  })

  it('says what it would do', async () => {
    const before = picture(first.site)
    const { stderr } = await first.site.ok([...first.creation(), '--dry-run'])
    expect(stderr).to.contain('INFO setting up Patroni service\n').and.not.contain('starting PostgreSQL')
    expect(stderr).not.to.contain('secret')
    expect(picture(first.site)).to.deep.equal(before)
  })

  it('is made by the first node', async () => {
    const { stderr } = await first.site.ok(first.creation())
    expect(stderr).to.equal(
      lines(
        'INFO setting up Patroni service',
        'INFO bootstrapping PostgreSQL with Patroni',
        `INFO starting Patroni ${qualname()}`,
        `INFO waiting for instance ${id()} creation by Patroni`,
        `INFO instance ${id()} successfully created by Patroni`,
        "INFO altering role 'replication'",
        `INFO creating instance dumps directory: ${join(first.site.prefix, 'srv/dumps', qualname())}`,
      ),
    )
    expect(await first.leader()).to.equal('m1')
    const files = [first.file, first.file.replace(/yaml$/, 'pgpass')].filter((path) => existsSync(path))
    for (const path of files) expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(config(first)).to.include({ scope: 'app', name: 'm1' })
  })

  it('lets nobody in by the name of a member that runs', async () => {
    const args = second.creation().map((word) => (word === 'm2' ? 'm1' : word))
    const { stderr } = await second.site.run(['--non-interactive', ...args], { expectExit: 2 })
    expect(stderr).to.contain("'--patroni-node': 'm1' is the name of a live member of cluster 'app'")
  })

  it('leaves nothing of a member that has the wrong password, which may try again at once', async () => {
    const before = picture(second.site)
    const args = second.creation().map((word) => (word === 'repl:secret' ? 'repl:wrong' : word))
    const { stderr } = await second.site.run(['--non-interactive', ...args], { expectExit: 1 })
    expect(stderr)
      .to.contain('the leader could not be copied')
      .and.to.contain('password authentication failed for user "replication"')
    expect(stderr).not.to.contain('repl:wrong')
    const isLog = (line: string) => /p\/log\/patroni/.test(line)
    expect(picture(second.site).filter((line) => !isLog(line))).to.deep.equal(before)
    expect(etcd.keys('/service/app/members/')).to.deep.equal(['/service/app/members/m1'])
  })

  it('is joined by the second, from the same arguments', async () => {
    const { stderr } = await second.site.ok(second.creation())
    expect(stderr).to.contain(`INFO instance ${id()} successfully created by Patroni\n`)
    expect(stderr).not.to.contain('role')
    await first.site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await until('the row is there', async () => {
      const rows = await second.site.psql('main', 'SELECT i FROM t').catch(() => [])
      return rows.length === 1
    })
    await first.settled(2)
  })

  it('tells of its members', async () => {
    const [leader, replica] = await second.members()
    expect(leader).to.include({
      name: 'm1',
      role: 'leader',
      state: 'running',
      host: '127.0.0.2',
      port: first.port,
    })
    expect(replica).to.include({ name: 'm2', role: 'replica', pending_restart: false, port: second.port })
    const { stdout } = await second.site.ok(['patroni', '-i', 'main', 'members'])
    expect(stdout).to.contain('Members of cluster app')
    const { patroni } = await first.site.json<{ patroni: { cluster_members: ListedMember[] } }>([
      'instance',
      'get',
    ])
    expect(patroni).to.deep.include({ cluster: 'app', node: 'm1', is_paused: false })
    expect(patroni.cluster_members.map(({ name }) => name)).to.deep.equal(['m1', 'm2'])
  })

  it('is exported as a manifest that changes nothing, whether it leads or follows', async () => {
    for (const { site } of [first, second]) {
      const { stdout } = await site.ok(['export'])
      expect(parse(stdout).instances[0].patroni).to.have.keys('cluster', 'node', 'restapi', 'postgresql')
      const applied = await site.ok(['apply', '-f', '-'], { input: stdout })
      expect(applied.stdout).to.contain('1 unchanged\n')
      expect((await site.ok(['diff', '-f', '-'], { input: stdout })).stdout).to.contain('1 as declared\n')
    }
  })

  it('leaves replication slots to Patroni', async () => {
    const { stderr } = await first.site.run(['instance', 'alter', 'main', '--create-slot', 'mine'], {
      expectExit: 2,
    })
    expect(stderr).to.contain("'--create-slot': Patroni would drop replication slot 'mine'")
  })

  it('has a status, an environment for patronictl, and logs', async () => {
    expect((await first.site.ok(['instance', 'status'])).stdout).to.equal(
      'PostgreSQL: running\nPatroni API: running\n',
    )
    const { stdout: env } = await second.site.ok(['instance', 'env'])
    expect(env).to.contain(`PATRONICTL_CONFIG_FILE=${second.file}\nPATRONI_NAME=m2\nPATRONI_SCOPE=app\n`)
    expect((await first.site.ok(['patroni', 'logs'])).stdout).to.match(/INFO: .*the leader with the lock/)
    const listed = await first.site.ok(['instance', 'exec', 'main', 'patronictl', 'list'])
    expect(listed.stdout).to.contain('m2')
  })

  it('refuses what Patroni decides', async () => {
    for (const args of [
      ['instance', 'promote'],
      ['instance', 'demote', '--from', 'host=x'],
      ['wal', 'pause-replay'],
    ]) {
      const { stderr, code } = await second.site.run(args)
      expect(code).to.equal(1)
      expect(stderr).to.contain('Error: unsupported operation: instance managed by Patroni\n')
    }
    const { stderr } = await second.site.run(['role', 'create', 'bob'], { expectExit: 1 })
    expect(stderr).to.contain(`${id()} is a read-only standby instance`)
  })

  it('is changed by nothing that says what is', async () => {
    const before = readFileSync(first.file, 'utf8')
    await first.site.ok(['instance', 'alter', 'main'])
    expect(readFileSync(first.file, 'utf8')).to.equal(before)
    const { stderr, code } = await first.site.run(['instance', 'alter', 'main', '--patroni-node', 'other'])
    expect(code).to.equal(2)
    expect(stderr).to.contain('field is read-only')
    const again = await first.site.run(['--non-interactive', ...first.creation()])
    expect(again.stderr).to.contain('instance already exists')
  })

  it('takes parameters, at once or after a restart', async () => {
    const { stderr } = await first.site.ok([
      'pgconf',
      'set',
      'work_mem=7MB',
      'shared_buffers=17MB',
      'max_connections=99',
    ])
    expect(stderr).to.contain("WARNING parameter 'max_connections' is left out:")
    expect(stderr).to.contain(`INFO reloading Patroni ${qualname()}\n`)
    expect(await setting(first, 'work_mem')).to.equal('7MB')
    expect(config(first).postgresql.parameters).to.include({ work_mem: '7MB', shared_buffers: '17MB' })
    const { pending_restart } = await first.site.json<{ pending_restart: boolean }>(['instance', 'get'])
    expect(pending_restart).to.equal(true)
    const restarted = await first.site.ok(['instance', 'restart'])
    expect(restarted.stderr).to.contain(`INFO restarting Patroni ${qualname()}\n`)
    expect(await setting(first, 'shared_buffers')).to.equal('17MB')
    expect((await first.site.ok(['pgconf', 'show', 'work_mem'])).stdout).to.equal("work_mem = '7MB'\n")
    await first.site.ok(['pgconf', 'remove', 'work_mem'])
    expect(await setting(first, 'work_mem')).to.equal('4MB')
  })

  it('keeps what PostgreSQL would refuse out of its file', async () => {
    const before = readFileSync(first.file, 'utf8')
    const { stderr, code } = await first.site.run(['pgconf', 'set', 'work_mem=much'])
    expect(code).to.equal(1)
    expect(stderr).to.contain('work_mem')
    expect(readFileSync(first.file, 'utf8')).to.equal(before)
    expect(await setting(first, 'work_mem')).to.equal('4MB')
  })

  it('takes records of pg_hba.conf', async () => {
    const record = ['--user', 'bob', '--database', 'db', '--method', 'reject']
    await first.site.ok(['pghba', 'add', ...record])
    expect(config(first).postgresql.pg_hba.at(-1)).to.match(/^local +db +bob +reject$/)
    expect(readFileSync(join(first.site.datadir('main'), 'pg_hba.conf'), 'utf8')).to.match(
      /^local +db +bob +reject$/m,
    )
    await first.site.ok(['pghba', 'remove', ...record])
    expect(config(first).postgresql.pg_hba.join('\n')).not.to.contain('bob')
  })

  it('moves to another port', async () => {
    const port = await second.site.freePort()
    await second.site.run(['instance', 'alter', 'main', '--port', String(port)], {
      input: 'y\n',
      expectExit: 0,
    })
    expect(config(second).postgresql.connect_address).to.equal(`127.0.0.3:${port}`)
    await until('the members know', async () =>
      (await first.members()).some((member) => member.port === port),
    )
    second.port = port
    await first.settled(2)
  })

  it('moves its REST API', async () => {
    const rest = `127.0.0.3:${await second.site.freePort()}`
    const alter = ['instance', 'alter', 'main', '--patroni-restapi-connect-address', rest]
    const { stderr } = await second.site.ok([...alter, '--patroni-restapi-listen', rest])
    expect(stderr).to.contain('INFO reconfiguring Patroni service\n')
    await until('the API is there', async () => (await second.site.run(['patroni', 'members'])).code === 0)
    second.restPort = Number(rest.split(':')[1])
    expect((await second.site.ok(alter)).stderr).to.equal('')
  })

  it('pauses and goes on', async () => {
    expect(await first.site.json(['patroni', 'pause'])).to.deep.equal({
      cluster: 'app',
      is_paused: true,
      changed: true,
    })
    expect((await first.site.ok(['patroni', 'pause'])).stderr).to.equal(
      "WARNING cluster 'app' is paused already\n",
    )
    const knows = async () => /PAUSE: /.test((await second.site.ok(['patroni', 'logs'])).stdout)
    await until('the other member knows that, too', knows)
    const { stderr } = await second.site.ok(['instance', 'stop'])
    expect(stderr).to.contain(
      "WARNING Patroni 'app' is in pause mode, PostgreSQL server will not be stopped\n",
    )
    const { stdout, code } = await second.site.run(['instance', 'status'])
    expect([code, stdout]).to.deep.equal([3, 'PostgreSQL: running\nPatroni API: not running\n'])
    await second.site.ok(['instance', 'start'])
    await second.site.ok(['patroni', 'resume'])
    await first.settled(2)
  })

  it('switches over and fails over, when that is confirmed', async () => {
    const refused = await first.site.run(['patroni', 'switchover'], { input: 'n\n' })
    expect(refused.code).to.equal(1)
    const { stderr } = await first.site.run(['patroni', 'switchover', '--candidate', 'm9'])
    expect(stderr).to.contain("Invalid value for '--candidate': 'm9' is no member of the cluster")
    const changed = await first.site.json(['patroni', 'switchover', '--candidate', 'm2'])
    expect(changed).to.deep.equal({ cluster: 'app', former_leader: 'm1', leader: 'm2' })
    expect(await first.settled(2)).to.equal('m2')
    // Where its recovery was to end is no reason for a restart any more.
    const { pending_restart } = await second.site.json<{ pending_restart: boolean }>(['instance', 'get'])
    expect(pending_restart).to.equal(false)
    await second.site.ok(['patroni', 'failover'])
    expect(await first.settled(2)).to.equal('m1')
  })

  it('makes a replica anew', async () => {
    const { stderr } = await first.site.run(['patroni', 'reinit'], { expectExit: 1 })
    expect(stderr).to.contain("'m1' is the leader of cluster 'app'")
    const pidFile = join(second.site.datadir('main'), 'postmaster.pid')
    const before = readFileSync(pidFile, 'utf8')
    const made = await first.site.ok(['patroni', 'reinit', 'm2'])
    expect(made.stderr).to.match(
      /^INFO reinitializing member 'm2' of cluster 'app'\n(INFO member 'm2': .+\n)+INFO member 'm2' follows the leader\n$/,
    )
    expect(readFileSync(pidFile, 'utf8')).not.to.equal(before)
    const pid = () => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '')
    const former = pid()
    const begun = await second.site.ok(['patroni', 'reinit', '--no-wait', '-o', 'json'])
    expect(begun.stderr).to.equal("INFO reinitializing member 'm2' of cluster 'app'\n")
    expect(JSON.parse(begun.stdout)).to.include({ cluster: 'app', member: 'm2' })
    // What its key in etcd says of it is that of before for a moment.
    await until('m2 runs on new data', () => !['', former].includes(pid()))
    await first.settled(2)
  })

  it('is made again by the same command when its disk was lost', async () => {
    await second.site.ok(['instance', 'stop'])
    rmSync(dirname(second.site.datadir('main')), { recursive: true })
    const { stderr } = await second.site.ok(second.creation())
    expect(stderr).to.contain(`INFO instance ${id()} successfully created by Patroni\n`)
    await first.settled(2)
  })

  it('runs on after a statement that came while PostgreSQL was away', async () => {
    const [pid] = readFileSync(join(second.site.datadir('main'), 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGKILL')
    await second.site.ok(['database', 'run', '-d', 'postgres', 'SELECT 1'])
    expect((await second.site.run(['instance', 'status'])).stdout).to.equal(
      'PostgreSQL: running\nPatroni API: running\n',
    )
    await first.settled(2)
  })

  it('stops and starts', async () => {
    const { stderr } = await second.site.ok(['instance', 'stop'])
    expect(stderr).to.equal(`INFO stopping Patroni ${qualname()}\n`)
    expect((await second.site.run(['instance', 'status'])).code).to.equal(3)
    const { stderr: unreachable } = await second.site.run(['patroni', 'members'], { expectExit: 1 })
    expect(unreachable).to.contain(`REST API server for ${id()} is unreachable; is the instance running?`)
    expect((await second.site.ok(['instance', 'start'])).stderr).to.equal(
      `INFO starting Patroni ${qualname()}\n`,
    )
    await first.settled(2)
  })

  it('loses a member, then its last', async () => {
    expect((await second.site.ok(['instance', 'drop'])).stderr).not.to.contain('WARNING')
    expect(etcd.keys('/service/app/members/')).to.deep.equal(['/service/app/members/m1'])
    expect(readdirSync(dirname(second.file))).to.deep.equal([])
    const { stderr } = await first.site.ok(['instance', 'drop'])
    expect(stderr).to.contain(
      "WARNING 'm1' appears to be the last member of cluster 'app', saving Patroni configuration file to",
    )
    const saved = readdirSync(dirname(first.file))
    expect(saved.some((name) => /^app-m1-.*\.yaml$/.test(name))).to.equal(true)
    expect(existsSync(first.site.datadir('main'))).to.equal(false)
  })
})
