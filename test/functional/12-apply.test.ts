import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { until } from '../support/process.js'
import { Site } from '../support/site.js'

/** Files that a server writes by itself while nobody does anything. */
const SERVERS_OWN = /\/(pg_wal|wal|pg_stat|pg_stat_tmp|pg_xact|pg_subtrans|base|global|log|run|tmp)\//

/** Modification times of everything below a directory that pglift could have written. */
function times(directory: string): Map<string, number> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.filter((path) => !SERVERS_OWN.test(`${path}/`)).map((path) => [path, lstatSync(path).mtimeMs]),
  )
}

describe('instance apply', () => {
  let site: Site
  let port: number
  const settings = { log_statement: 'all', work_mem: '6MB', shared_buffers: '10%' }

  before(async () => {
    site = await Site.installed()
    port = await site.freePort()
  })

  after(() => site.destroy())

  const whole = (over: object = {}) => ({
    name: 'main',
    port,
    settings,
    roles: [
      {
        name: 'owner',
        login: true,
        password: 's3cret',
        pgpass: true,
        connection_limit: 7,
        memberships: ['pg_read_all_data'],
      },
      {
        name: 'reader',
        hba_records: [{ connection: { address: '10.1.0.0/16' }, database: 'app', method: 'scram-sha-256' }],
      },
    ],
    databases: [
      {
        name: 'app',
        owner: 'owner',
        schemas: ['a', { name: 'b', owner: 'reader' }],
        extensions: ['hstore'],
        settings: { work_mem: '8MB' },
      },
    ],
    replication_slots: ['standby'],
    ...over,
  })

  const log = () => readFileSync(join(site.prefix, 'log/postgresql', `${site.version}-main.log`), 'utf8')

  async function apply(manifest: object, args: readonly string[] = []) {
    const file = site.config('manifest.yaml', manifest)
    return site.json<{ change_state: string | null; pending_restart: boolean; diff: unknown }>([
      'instance',
      'apply',
      '-f',
      file,
      ...args,
    ])
  }

  it('says in a dry run what it would do, and does nothing', async () => {
    const file = site.config('manifest.yaml', whole())
    const { stderr } = await site.ok(['instance', 'apply', '-f', file, '--dry-run'])
    expect(stderr).to.include('INFO initializing PostgreSQL\n')
    expect(stderr).to.include("INFO creating role 'owner'\n")
    expect(stderr).to.include("INFO creating replication slot 'standby'\n")
    expect(stderr.endsWith('DRY RUN: no changes made\n')).to.equal(true)
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('creates', async () => {
    expect(await apply(whole())).to.deep.equal({
      change_state: 'created',
      diff: null,
      pending_restart: false,
    })
  })

  it('(idempotency) moves no file, sends no DDL and restarts nothing the second time', async () => {
    // What a server logs goes by way of a process of its own: marks tell where it begins and ends.
    const mark = async (word: string) => {
      await site.psql('main', `SELECT '${word}'`)
      await until(`${word} is logged`, () => log().includes(`SELECT '${word}'`))
    }
    await mark('begins')
    const before = times(site.directory)
    const logged = log().length
    const [start] = await site.psql<{ at: string }>('main', 'SELECT pg_postmaster_start_time()::text AS at')
    expect(await apply(whole())).to.deep.equal({ change_state: null, diff: null, pending_restart: false })
    await mark('ends')
    const statements = log()
      .slice(logged)
      .split('\n')
      .filter((line) => line.includes('statement:') || line.includes('execute '))
    expect(
      statements.filter((line) =>
        /\b(CREATE|ALTER|DROP|GRANT|REVOKE|SET|RESET|UPDATE|INSERT)\b/.test(line.replace(/"[^"]*"/g, '')),
      ),
    ).to.deep.equal([])
    const after = times(site.directory)
    for (const path of ['etc', 'etc/manifest.yaml']) after.delete(join(site.directory, path))
    for (const [path, time] of after) expect([path, time]).to.deep.equal([path, before.get(path)])
    expect(await site.psql('main', 'SELECT pg_postmaster_start_time()::text AS at')).to.deep.equal([start])
  })

  it('changes what differs, and shows the files', async () => {
    const { change_state, diff, pending_restart } = await apply(
      whole({ settings: { ...settings, work_mem: '7MB' } }),
      ['--diff'],
    )
    expect([change_state, pending_restart]).to.deep.equal(['changed', false])
    expect(String(diff)).to.include("+work_mem = '7MB'").and.to.include("-work_mem = '6MB'")
    expect(await site.psql('main', 'SHOW work_mem')).to.deep.equal([{ work_mem: '7MB' }])
  })

  it('returns to where it was: A, B, A', async () => {
    const conf = () =>
      readFileSync(join(site.datadir('main'), 'postgresql.conf'), 'utf8')
        .split('\n')
        .filter((line) => /^\w/.test(line))
        .sort()
    await apply(whole())
    const first = conf()
    await apply(
      whole({
        settings: { max_connections: 33, log_min_messages: 'notice', timezone: 'UTC', log_statement: 'none' },
      }),
    )
    await apply(whole())
    expect(conf()).to.deep.equal(first)
  })

  it('waits for a restart that nobody agreed to, and does it when told', async () => {
    expect(await apply(whole({ settings: { ...settings, max_connections: 44 } }))).to.include({
      change_state: 'changed',
      pending_restart: true,
    })
    expect(await apply(whole({ settings: { ...settings, max_connections: 44 } }))).to.include({
      change_state: null,
      pending_restart: true,
    })
    const agreed = whole({ settings: { ...settings, max_connections: 45 }, restart_on_changes: true })
    expect(await apply(agreed)).to.include({ change_state: 'changed', pending_restart: false })
    expect(await site.psql('main', 'SHOW max_connections')).to.deep.equal([{ max_connections: '45' }])
  })

  it('moves the port, with the password file', async () => {
    const passfile = () => readFileSync(join(site.home, '.pgpass'), 'utf8')
    expect(passfile()).to.equal(`*:${port}:*:owner:s3cret\n`)
    port = await site.freePort()
    expect(await apply(whole({ restart_on_changes: true }))).to.include({ change_state: 'changed' })
    expect(passfile()).to.equal(`*:${port}:*:owner:s3cret\n`)
    expect(await site.psql('main', 'SHOW port')).to.deep.equal([{ port: String(port) }])
  })

  it('stops, restarts and starts', async () => {
    expect(await apply({ ...whole(), state: 'stopped' })).to.include({ change_state: 'changed' })
    expect(await apply({ ...whole(), state: 'stopped' })).to.include({ change_state: null })
    expect(await apply({ ...whole(), state: 'started' })).to.include({ change_state: 'changed' })
    expect(await apply({ ...whole(), state: 'restarted' })).to.include({ change_state: 'changed' })
  })

  it('says of no restart that it is pending when the instance is restarted, or stopped', async () => {
    const changed = (max_connections: number) => whole({ settings: { ...settings, max_connections } })
    const done = { change_state: 'changed', pending_restart: false }
    expect(await apply({ ...changed(46), state: 'restarted' })).to.include(done)
    expect(await site.psql('main', 'SHOW max_connections')).to.deep.equal([{ max_connections: '46' }])
    expect(await apply({ ...changed(47), state: 'stopped' })).to.include(done)
    expect(await apply({ ...whole(), state: 'started' })).to.include(done)
  })

  it('refuses what is wrong, all of it at once, and changes nothing', async () => {
    const before = times(site.datadir('main'))
    const file = site.config('wrong.yaml', {
      name: 'main',
      port: 70000,
      nope: 1,
      settings: { port: 1 },
      state: 'gone',
    })
    const { stdout, stderr } = await site.run(['instance', 'apply', '-f', file, '-o', 'json'], {
      expectExit: 1,
    })
    const faults = JSON.parse(stdout) as { loc: string[]; type: string; msg: string }[]
    expect(faults.map(({ loc }) => loc.join('.')).sort()).to.deep.equal(['nope', 'port', 'settings', 'state'])
    expect(faults.find(({ loc }) => loc[0] === 'nope')?.type).to.equal('extra_forbidden')
    expect(stderr).to.match(/^Error: 4 validation errors for Instance/m)
    expect(times(site.datadir('main'))).to.deep.equal(before)
  })

  it('drops, once', async () => {
    expect(await apply({ name: 'main', state: 'absent' })).to.include({ change_state: 'dropped' })
    expect(await apply({ name: 'main', state: 'absent' })).to.include({ change_state: null })
    expect(existsSync(site.datadir('main'))).to.equal(false)
    expect(existsSync(join(site.home, '.pgpass'))).to.equal(false)
  })
})
