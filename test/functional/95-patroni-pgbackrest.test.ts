import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { until } from '../support/process.js'
import { MemberSite, PASSWORDS } from './95-patroni-site.js'

describe('patroni: with backups by pgBackRest', () => {
  const repository = mkdtempSync(join(tmpdir(), 'repo-'))
  let etcd: EtcdCluster
  let first: MemberSite
  let second: MemberSite
  const values = async (member: MemberSite) =>
    (await member.site.psql<{ i: number }>('main', 'SELECT i FROM t ORDER BY i')).map(({ i }) => i)
  const backups = (member: MemberSite) => member.site.json<{ type: string }[]>(['instance', 'backups'])

  before(async () => {
    etcd = await EtcdCluster.start()
    // With etcd's older API, for once.
    const patroni = { etcd: { hosts: etcd.hosts, version: 'etcd' } }
    const settings = { pgbackrest: { repository: { mode: 'path', path: repository } } }
    const options = { patroni, settings, plugins: ['pgbackrest'] }
    first = await MemberSite.make(1, options)
    second = await MemberSite.make(2, options)
  })

  after(async () => {
    await first?.site.destroy()
    await second?.site.destroy()
    etcd?.destroy()
    rmSync(repository, { recursive: true, force: true })
  })

  it('the first member makes the stanza and archives', async () => {
    const { stderr } = await first.site.ok(first.creation('--pgbackrest-stanza', 'app'))
    expect(stderr)
      .to.contain('creating pgBackRest stanza')
      .and.to.contain('checking pgBackRest configuration')
    await first.site.psql('main', 'CREATE TABLE t (i int)')
    await first.site.psql('main', 'INSERT INTO t VALUES (1)')
    await first.site.ok(['instance', 'backup', '--type', 'full'])
    expect(await backups(first)).to.have.lengthOf(1)
  })

  it('the second is made of the backup, and of the same stanza', async () => {
    const { stderr } = await second.site.ok(second.creation('--pgbackrest-stanza', 'app'))
    expect(stderr).not.to.contain('creating pgBackRest stanza')
    const { stdout } = await second.site.ok(['patroni', 'logs'])
    expect(stdout).to.contain('replica has been created using pgbackrest')
    await first.settled(2)
    await until('it follows', async () => (await values(second)).includes(1))
  })

  it('backups and archiving go on when the second leads', async () => {
    await first.site.ok(['patroni', 'switchover'])
    expect(await first.settled(2)).to.equal('m2')
    await until('it takes writes', async () => (await second.takesWrites()) === true)
    await second.site.psql('main', 'INSERT INTO t VALUES (2)')
    await second.site.ok(['instance', 'backup', '--type', 'incr'])
    expect((await backups(second)).map(({ type }) => type)).to.deep.equal(['incr', 'full'])
    expect(await backups(first)).to.have.lengthOf(2)
  })

  it('all of it goes back to a moment', async () => {
    const [row] = await second.site.psql<{ now: string }>(
      'main',
      "SELECT to_char(now(), 'YYYY-MM-DD HH24:MI:SS') AS now",
    )
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const [moment] = await second.site.psql<{ now: string }>(
      'main',
      "SELECT to_char(now(), 'YYYY-MM-DD HH24:MI:SS') AS now",
    )
    expect(moment?.now).not.to.equal(row?.now)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await second.site.psql('main', 'INSERT INTO t VALUES (3)')
    // The newest backup lies on the timeline that the restore leaves: the replica that is made anew begins with it.
    await second.site.ok(['instance', 'backup', '--type', 'incr'])
    await first.site.ok(['instance', 'stop'])
    await second.site.ok(['instance', 'stop'])
    await second.site.ok(['instance', 'restore', '--date', moment?.now as string])
    const { stderr } = await second.site.ok(['instance', 'start'])
    expect(stderr).to.contain(`INFO recovering PostgreSQL ${second.site.version}-main\n`)
    await until('it leads', async () => (await second.leader()) === 'm2')
    expect(await values(second)).to.deep.equal([1, 2])
    await first.site.ok(['instance', 'start'])
    await first.site.ok(['patroni', 'reinit', 'm1', '--force'])
    const isRestored = async () => (await values(first).catch(() => [])).join() === '1,2'
    await until('the data of the other member are the restored ones', isRestored)
    await first.settled(2)
    const { stdout } = await first.site.ok(['patroni', 'logs'])
    expect(stdout).to.contain('replica has been created using pgbackrest')
  })

  it('is dropped', async () => {
    await first.site.ok(['instance', 'drop'])
    await second.site.ok(['instance', 'drop'])
  })

  it('leaves backups that an instance is made of which follows nobody', async () => {
    const { site, port } = first
    const plain = ['--port', String(port), '--pgbackrest-stanza', 'app', ...PASSWORDS]
    await site.ok(['instance', 'create', 'main', ...plain])
    const { settings } = await site.json<{ settings: object }>(['instance', 'get', 'main'])
    const ofMember = /^(primary|recovery|restore)_|_(file|directory)$/
    const left = Object.keys(settings).filter((name) => ofMember.test(name) && name !== 'log_directory')
    expect(left).to.deep.equal([])
    expect(await values(first)).to.deep.equal([1, 2])
    await site.ok(['instance', 'drop'])
  })

  it('an instance that becomes a member has its replicas made of backups', async () => {
    const { site, port, node, rest, address } = first
    const plain = ['--port', String(port), '--pgbackrest-stanza', 'late', ...PASSWORDS]
    await site.ok(['instance', 'create', 'main', ...plain])
    const conversion = [
      ...['instance', 'alter', 'main', '--patroni-cluster', 'late', '--patroni-node', node],
      ...['--patroni-restapi-connect-address', rest, '--patroni-postgresql-connect-host', address],
    ]
    const passfile = ['postgres:super', 'replication:repl'].map((entry) => `*:*:*:${entry}\\:secret\n`)
    writeFileSync(join(site.home, '.pgpass'), passfile.join(''), { mode: 0o600 })
    await site.ok(conversion)
    const { postgresql } = parse(readFileSync(first.file, 'utf8'))
    expect(postgresql.create_replica_methods).to.deep.equal(['pgbackrest', 'basebackup'])
    expect(postgresql.pgbackrest.command).to.match(/ instance restore-replica --stanza=late /)
    expect(postgresql.recovery_conf.restore_command).to.match(/ --stanza=late .* archive-get %f %p$/)
    expect((await site.ok(conversion)).stderr).to.equal('')
    const methods = 'create_replica_methods:\n    - pgbackrest\n    - basebackup\n'
    const text = readFileSync(first.file, 'utf8')
    expect(text).to.contain(methods).and.to.contain('  basebackup:\n    - ')
    const byHand = text
      .replace(methods, 'create_replica_methods: [basebackup, pgbackrest]\n')
      .replace('  basebackup:\n', '  basebackup:\n    - checkpoint: fast\n')
    writeFileSync(first.file, byHand)
    expect((await site.ok(conversion)).stderr).to.equal('')
    expect(readFileSync(first.file, 'utf8')).to.equal(byHand)
    await site.ok(['instance', 'drop'])
  })
})
