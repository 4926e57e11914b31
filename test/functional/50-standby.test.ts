import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { killedAtNote } from '../support/crash.js'
import { nothingRuns, processesBelow, slowToStop, until } from '../support/process.js'
import { Site } from '../support/site.js'

const PASSWORD = 'repl:\\pa ss'
const REWIND_PASSWORD = 'rewind:secret'

const HBA = `local all         all               {auth.local}
host  replication all  127.0.0.1/32 {auth.host}
host  all         all  127.0.0.1/32 {auth.host}
`

const SITE = {
  settings: { postgresql: { replrole: 'replication', auth: { host: 'scram-sha-256' } } },
  templates: { 'postgresql/pg_hba.conf': HBA },
}

interface Instance {
  readonly port: number
  readonly data_checksums: boolean
  readonly settings: Readonly<Record<string, unknown>>
  readonly standby: {
    readonly primary_conninfo: string
    readonly slot: string | null
    readonly replication_lag: string | null
    readonly wal_sender_state: string | null
  } | null
}

const RECOVERED = 'INFO no operation was interrupted\n'

describe('standby', () => {
  let first: Site
  let second: Site
  let ports: readonly [number, number]
  let dsn: string

  before(async () => {
    first = await Site.installed(SITE)
    second = await Site.installed(SITE)
    ports = [await first.freePort(), await first.freePort()]
    dsn = `host=127.0.0.1 port=${ports[0]} user=replication`
    const options = ['--data-checksums', '--slot=one', `--replrole-password=${PASSWORD}`]
    await first.ok(['instance', 'create', 'main', `--port=${ports[0]}`, ...options])
    await first.ok([
      'pgconf',
      '-i',
      'main',
      'set',
      'max_connections=110',
      'work_mem=7MB',
      'wal_keep_size=64MB',
    ])
    await first.ok(['instance', 'restart', 'main'])
    await first.psql('main', `ALTER SYSTEM SET log_filename TO 'of-the-primary.log'`)
    await first.ok(['role', '-i', 'main', 'create', 'bob', '--login'])
    await first.ok(['database', '-i', 'main', 'create', 'app', '--owner=bob'])
    await first.psql('main', 'CREATE TABLE t AS SELECT 1 AS x', { dbname: 'app' })
  })
  after(async () => {
    await second?.destroy()
    await first?.destroy()
  })

  const get = (site: Site) => site.json<Instance>(['instance', 'get', 'main'])
  const file = (site: Site, name: string) => readFileSync(join(site.datadir('main'), name), 'utf8')
  const rows = (site: Site) =>
    site.psql<{ x: number }>('main', 'SELECT x FROM t ORDER BY x', { dbname: 'app' })
  const count = (site: Site, n: number) => async () => (await rows(site)).length === n
  const create = (...options: string[]) => ['instance', 'create', 'main', `--port=${ports[1]}`, ...options]
  const nothingLeft = () => expect(existsSync(dirname(second.datadir('main')))).to.equal(false)

  describe('that cannot be made', () => {
    it('for want of the slot: said before anything is made', async () => {
      const args = create(`--standby-for=${dsn}`, `--standby-password=${PASSWORD}`, '--standby-slot=two')
      const { stderr } = await second.run(args, { expectExit: 1 })
      expect(stderr).to.match(/Error: replication slot 'two' does not exist on the primary \(host=127/)
      expect(stderr).not.to.contain('initializing')
      nothingLeft()
    })

    it('for want of a password, or with a wrong one', async () => {
      const without = await second.run(create(`--standby-for=${dsn}`), { expectExit: 1 })
      expect(without.stderr).to.contain('no password supplied')
      const args = create(`--standby-for=${dsn}`, '--standby-password=wr0ng')
      const wrong = await second.run(args, { expectExit: 1 })
      expect(wrong.stderr).to.contain('password authentication failed for user "replication"')
      expect(wrong.stderr).not.to.contain('wr0ng')
      nothingLeft()
    })

    it('for want of a primary', async () => {
      const port = await second.freePort()
      const nobody = create(`--standby-for=host=127.0.0.1 port=${port} user=replication`)
      const { stderr } = await second.run(nobody, { expectExit: 1 })
      expect(stderr).to.match(/Error: can't connect to the primary .*ECONNREFUSED/)
      nothingLeft()
    })

    it('because the connection string is none, or carries a password', async () => {
      const none = await second.run(create('--standby-for=port 1'), { expectExit: 2 })
      expect(none.stderr).to.contain('missing "=" after "port" in connection info string')
      const secret = await second.run(create(`--standby-for=${dsn} password=x`), { expectExit: 2 })
      expect(secret.stderr).to.contain('connection string must not contain a password')
      const slots = await second.run(create(`--standby-for=${dsn}`, '--slot=s'), { expectExit: 2 })
      expect(slots.stderr).to.contain('replication slots cannot be set on a standby instance')
    })

    it('because it is killed while the base backup is copied', async () => {
      const args = create(`--standby-for=${dsn}`, `--standby-password=${PASSWORD}`)
      let pid = 0
      const onStart = (started: number) => {
        pid = started
      }
      // pg_basebackup begins with a checkpoint.
      const goOn = await slowToStop(first)
      const run = second.run(args, { onStart })
      const works = () =>
        processesBelow(second.directory).some(({ command }) => /bin\/pg_basebackup/.test(command))
      try {
        await until('pg_basebackup works', works)
        process.kill(pid, 'SIGKILL')
      } finally {
        goOn()
      }
      await run
      await second.ok(['recover'])
      expect((await second.ok(['recover'])).stderr).to.equal(RECOVERED)
      await nothingRuns(second.directory)
      nothingLeft()
    })

    it('but in a dry run all is said and nothing is made', async () => {
      const args = create(`--standby-for=${dsn}`, `--standby-password=${PASSWORD}`, '--dry-run')
      const { stderr } = await second.ok(args)
      expect(stderr).to.match(/INFO initializing PostgreSQL\n[\s\S]*DRY RUN: no changes made\n$/)
      nothingLeft()
    })
  })

  describe('made by a base backup', () => {
    it('streams from its primary, with settings and a port of its own', async () => {
      const secrets = [`--standby-password=${PASSWORD}`, '--standby-slot=one']
      const { stderr } = await second.ok(['-Ldebug', ...create(`--standby-for=${dsn}`, ...secrets)])
      expect(stderr).to.match(
        /INFO initializing PostgreSQL\n[\s\S]*INFO configuring PostgreSQL\n[\s\S]*INFO starting Post/,
      )
      expect(stderr).to.contain("INFO parameter 'max_connections' is set to 110, the primary's value")
      expect(stderr).not.to.contain('pa ss')
      expect(await rows(second)).to.deep.equal([{ x: 1 }])
      const { port, standby, data_checksums, settings } = await get(second)
      expect([port, data_checksums, settings.work_mem]).to.deep.equal([ports[1], true, '7MB'])
      expect(standby?.slot).to.equal('one')
      expect(standby?.primary_conninfo).to.contain(`port=${ports[0]}`)
      await until('streaming', async () => (await get(second)).standby?.wal_sender_state === 'streaming')
      await until('it has all', async () => (await get(second)).standby?.replication_lag === '0')
      const [{ log_filename } = {}] = await second.psql<{ log_filename: string }>('main', 'SHOW log_filename')
      expect(log_filename).to.equal(`${second.version}-main.log`)
    })

    it('keeps the password in a file of its own, out of all settings', async () => {
      const passfile = join(dirname(second.datadir('main')), '.data.primary.pgpass')
      expect(statSync(passfile).mode & 0o777).to.equal(0o600)
      expect(file(second, 'postgresql.auto.conf')).to.contain(passfile)
      expect(file(second, 'postgresql.auto.conf')).not.to.match(/password|pa ss/)
      expect(existsSync(join(second.home, '.pgpass'))).to.equal(false)
    })

    it('follows writes and refuses its own', async () => {
      await first.psql('main', 'INSERT INTO t VALUES (2)', { dbname: 'app' })
      await until('the row to come', count(second, 2))
      const role = await second.run(['role', '-i', 'main', 'create', 'eve'], { expectExit: 1 })
      expect(role.stderr).to.contain(`Error: ${second.version}/main is a read-only standby instance`)
    })

    it('is promoted, while a primary is not', async () => {
      const primary = await first.run(['instance', 'promote', 'main'], { expectExit: 1 })
      expect(primary.stderr).to.equal(`Error: ${first.version}/main is not a standby\n`)
      const dry = await second.ok(['instance', 'promote', 'main', '--dry-run'])
      expect(dry.stderr).to.equal('INFO promoting PostgreSQL instance\nDRY RUN: no changes made\n')
      expect((await get(second)).standby).not.to.equal(null)
      const { stderr } = await second.ok(['instance', 'promote', 'main'])
      expect(stderr).to.equal('INFO promoting PostgreSQL instance\n')
      expect((await get(second)).standby).to.equal(null)
      await second.psql('main', 'INSERT INTO t VALUES (3)', { dbname: 'app' })
    })
  })

  describe('made of the former primary', () => {
    const from = () => `--from=host=127.0.0.1 port=${ports[1]} user=rewind dbname=postgres`
    const demote = (...options: string[]) => ['instance', 'demote', 'main', from(), ...options]

    before(async () => {
      const options = [
        '--login',
        '--replication',
        '--in-role=pg_read_all_stats',
        `--password=${REWIND_PASSWORD}`,
      ]
      // That of the promotion goes slowly, and pg_rewind would wait for it.
      await second.psql('main', 'CHECKPOINT')
      await second.ok(['role', '-i', 'main', 'create', 'rewind', ...options])
      const functions = ['pg_ls_dir(text, boolean, boolean)', 'pg_stat_file(text, boolean)']
      functions.push('pg_read_binary_file(text)', 'pg_read_binary_file(text, bigint, bigint, boolean)')
      await second.psql('main', functions.map((f) => `GRANT EXECUTE ON FUNCTION ${f} TO rewind`).join(';'))
      // Diverges: a row that only the former primary has.
      await first.psql('main', 'INSERT INTO t VALUES (99)', { dbname: 'app' })
    })

    it('not while it runs', async () => {
      const { stderr } = await first.run(demote(), { expectExit: 1 })
      expect(stderr).to.match(/^Error: instance is running\n/)
      await first.ok(['instance', 'stop', 'main'])
    })

    it('not of an unreachable or another server, and nothing is changed then', async () => {
      const before = file(first, 'postgresql.conf')
      const wrong = await first.run(demote('--password=wr0ng'), { expectExit: 1 })
      expect(wrong.stderr).to.contain('password authentication failed for user "rewind"')
      const missing = await first.run(['instance', 'demote', 'main'], { expectExit: 2 })
      expect(missing.stderr).to.contain("Missing option '--from'")
      const option = await first.run(demote(`--password=${REWIND_PASSWORD}`, '--', '--nonsense'), {
        expectExit: 1,
      })
      expect(option.stderr).to.contain('nonsense').and.to.contain('was not changed')
      expect(existsSync(join(dirname(first.datadir('main')), '.data.primary.pgpass'))).to.equal(false)
      expect(file(first, 'postgresql.conf')).to.equal(before)
    })

    it('not to its end, and nothing starts what is half rewound', async () => {
      const datadir = first.datadir('main')
      const both = [datadir, join(dirname(datadir), 'wal')]
      for (const path of both) cpSync(path, `${path}.copy`, { recursive: true, verbatimSymlinks: true })
      // The first file that pg_rewind copies, and nobody else opens.
      const copied = join(datadir, 'pg_xact/0000')
      const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=openat', '-P', copied]
      const wrapper = [...strace, '-e', 'inject=openat:signal=SIGKILL']
      const args = demote(`--password=${REWIND_PASSWORD}`)
      const killed = await first.run(args, { wrapper, expectExit: 1 })
      expect(killed.stderr).to.contain('is half rewound').and.to.contain('Run the same command again')
      const whatStarts = [['start'], ['restart'], ['start', '--foreground'], ['privileges']]
      for (const words of whatStarts) {
        const { stderr } = await first.run(['instance', ...words], { expectExit: 1 })
        expect(stderr, words.join(' ')).to.match(
          /^Error: \d+\/main is half rewound: .*\nhint: run the 'instance demote'/m,
        )
      }
      expect((await first.ok(['instance', 'get'])).stderr).to.match(/^WARNING \d+\/main is half rewound: /m)
      // What comes from elsewhere is whole.
      for (const path of both) rmSync(path, { recursive: true })
      for (const path of both) renameSync(`${path}.copy`, path)
      expect((await first.ok(['instance', 'get'])).stderr).not.to.contain('half rewound')
    })

    it('by pg_rewind, and keeps its own configuration', async () => {
      const hba = file(first, 'pg_hba.conf')
      await second.psql('main', `SELECT pg_create_physical_replication_slot('x')`)
      const args = demote(`--password=${REWIND_PASSWORD}`, '--', '--progress')
      const dry = await first.ok([...args.slice(0, -2), '--dry-run'])
      expect(dry.stderr).to.match(/^INFO demoting PostgreSQL instance\n[\s\S]*DRY RUN: no changes made\n$/)
      expect(existsSync(join(first.datadir('main'), 'standby.signal'))).to.equal(false)
      // Killed before and after pg_rewind, and then run again.
      for (const count of [2, 3, 4, 5]) {
        const wrapper = killedAtNote(count)
        const { code, stderr } = await first.run(['--non-interactive', ...args], { wrapper })
        expect(code, stderr).to.equal(137)
        await first.ok(['recover'])
      }
      const { stderr } = await first.ok(args)
      expect(stderr).to.equal(
        `INFO demoting PostgreSQL instance\nINFO configuring PostgreSQL\nINFO starting PostgreSQL ${first.version}-main\n`,
      )
      expect(file(first, 'pg_hba.conf')).to.equal(hba)
      expect(file(first, 'postgresql.conf')).to.match(new RegExp(`^port = ${ports[0]}\\b`, 'm'))
      expect(file(first, 'postgresql.auto.conf'))
        .to.contain('of-the-primary.log')
        .and.not.to.match(/password|slot/)
      const left = readdirSync(dirname(first.datadir('main'))).sort()
      expect(left).to.deep.equal(['.data.primary.pgpass', 'data', 'wal'])
    })

    it('and then streams, without the rows that only it had', async () => {
      await until('streaming', async () => (await get(first)).standby?.wal_sender_state === 'streaming')
      expect((await get(first)).standby?.primary_conninfo).to.contain('user=rewind')
      await second.psql('main', 'INSERT INTO t VALUES (4)', { dbname: 'app' })
      await until('the row to come', count(first, 4))
      expect((await rows(first)).map(({ x }) => x)).to.deep.equal([1, 2, 3, 4])
    })

    it('and is promoted by its manifest, once', async () => {
      const { settings, port } = await get(first)
      const standby = { primary_conninfo: `host=127.0.0.1 port=${ports[1]} user=rewind`, status: 'promoted' }
      const path = first.config('main.json', {
        name: 'main',
        version: first.version,
        port,
        settings,
        standby,
      })
      const apply = () => first.json<{ change_state: string | null }>(['instance', 'apply', '-f', path])
      expect((await apply()).change_state).to.equal('changed')
      expect((await get(first)).standby).to.equal(null)
      expect((await apply()).change_state).to.equal(null)
    })

    it('and leaves nothing when it is dropped', async () => {
      await first.ok(['instance', 'drop', 'main'])
      const above = dirname(first.datadir('main'))
      expect(existsSync(join(above, '.data.primary.pgpass'))).to.equal(false)
    })
  })
})
