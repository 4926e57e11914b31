import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { Site } from '../support/site.js'

const execute = promisify(execFile)

/** The workshop's site, its `/pgdata` below the site's directory; the template gives a port that is free. */
async function workshopSite(): Promise<Site> {
  const site = new Site()
  const data = join(site.directory, 'pgdata')
  const sockets = join(site.directory, 'run-postgresql')
  mkdirSync(data)
  mkdirSync(sockets)
  site.config('settings.yaml', {
    prefix: site.prefix,
    run_prefix: site.runPrefix,
    cli: { log_format: '%(levelname)-8s %(message)s' },
    postgresql: {
      bindir: null,
      versions: [{ version: site.version, bindir: site.bindir() }],
      auth: { local: 'peer', host: 'scram-sha-256' },
      backuprole: { name: 'backup' },
      datadir: `${data}/{version}/{name}/data`,
      waldir: `${data}/{version}/{name}/wal`,
      logpath: `${data}/log/postgresql`,
      socket_directory: sockets,
      dumps_directory: `${data}/backup/dumps/{version}-{name}`,
    },
  })
  site.config(
    'postgresql/postgresql.conf',
    `cluster_name = {name}
shared_buffers = 25%
effective_cache_size = 66%
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}-%Y-%m-%d_%H%M%S.log'
log_destination = 'stderr'
logging_collector = on
listen_addresses = '*'
port = ${await site.freePort()}
`,
  )
  site.config(
    'postgresql/pg_hba.conf',
    `local   all             {surole}                                {auth.local} map=site
local   all             {backuprole}                            {auth.local} map=site
local   all             all                                     {auth.local}
host    all             all             127.0.0.1/32            {auth.host}
host    all             all             ::1/128                 {auth.host}
`,
  )
  site.config(
    'postgresql/pg_ident.conf',
    'site    {sysuser}       {surole}\nsite    {sysuser}       {backuprole}\n',
  )
  return site
}

describe('the workshop, its PostgreSQL part, typed as written', () => {
  let site: Site
  let variables: Record<string, string> = {}

  before(async () => {
    site = await workshopSite()
  })

  after(() => site.destroy())

  /** Types a command line, and answers its questions; answers what both streams said. */
  async function type(line: string, answers: readonly string[] = [], expectExit = 0) {
    const input = answers.map((answer) => `${answer}\n`).join('')
    const { stdout, stderr } = await site.run(line.split(' ').slice(1), { input, expectExit })
    return { stdout: stdout.replaceAll(`${site.directory}`, ''), said: stderr.replaceAll(site.directory, '') }
  }

  const dumps = () => join(site.directory, 'pgdata/backup/dumps', `${site.version}-main`)
  const id = () => `${site.version}/main`
  const qualname = () => `${site.version}-main`

  it('pglift site-configure install', async () => {
    const { said } = await type('pglift site-configure install')
    expect(said).to.equal('INFO     creating postgresql log directory\n')
  })

  it('pglift instance create main', async () => {
    const { said } = await type('pglift instance create main')
    expect(said).to.equal(
      `INFO     initializing PostgreSQL
INFO     configuring PostgreSQL authentication
INFO     configuring PostgreSQL
INFO     starting PostgreSQL ${qualname()}
INFO     creating instance dumps directory: /pgdata/backup/dumps/${qualname()}
`,
    )
  })

  it('pglift instance list', async () => {
    const { stdout } = await site.run(['instance', 'list'], { expectExit: 0 })
    const [rule, header, separator, row, end, rest] = stdout.split('\n')
    expect(rule).to.match(/^\+-+\+$/)
    expect(header).to.match(/^\| name \| version \| port +\| datadir +\| status {2}\|$/)
    expect(separator).to.match(/^\+------\+---------\+-+\+-+\+---------\+$/)
    expect(row).to.include(`/pgdata/${site.version}/main/data | running |`)
    expect([rule?.length, end, rest]).to.deep.equal([separator?.length, separator, ''])
  })

  it('pglift instance env main', async () => {
    const { stdout } = await site.run(['instance', 'env', 'main'], { expectExit: 0 })
    const lines = stdout.trim().split('\n')
    variables = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expect(Object.keys(variables)).to.deep.equal([
      'PATH',
      'PGDATA',
      'PGHOST',
      'PGPASSFILE',
      'PGPORT',
      'PGUSER',
      'PSQLRC',
      'PSQL_HISTORY',
    ])
    expect(variables.PATH?.startsWith(`${site.bindir()}:`)).to.equal(true)
    expect(variables.PSQLRC).to.equal(join(site.directory, 'pgdata', site.version, 'main/data/.psqlrc'))
  })

  it('export $(pglift instance env main); psql', async () => {
    const { stdout } = await execute(
      join(site.bindir(), 'psql'),
      ['-c', 'select 1 as one', '-c', '\\echo :PROMPT1'],
      { env: variables },
    )
    expect(stdout).to.include('(1 row)')
    expect(stdout).to.include(`[${id()}] %n@%~%R%x%#`)
  })

  it('pglift instance status, stop, start, restart', async () => {
    expect((await type('pglift instance status main')).stdout).to.equal('PostgreSQL: running\n')
    expect((await type('pglift instance stop main')).said).to.equal(
      `INFO     stopping PostgreSQL ${qualname()}\n`,
    )
    expect((await type('pglift instance status main', [], 3)).stdout).to.equal('PostgreSQL: not running\n')
    expect((await type('pglift instance start main')).said).to.equal(
      `INFO     starting PostgreSQL ${qualname()}\n`,
    )
    expect((await type('pglift instance status main')).stdout).to.equal('PostgreSQL: running\n')
    expect((await type('pglift instance restart main')).said).to.equal(
      `INFO     restarting instance ${id()}\n`,
    )
    expect((await type('pglift instance status main')).stdout).to.equal('PostgreSQL: running\n')
  })

  it('pglift role create bob --password secret --login', async () => {
    const { said } = await type('pglift role create bob --password secret --login')
    expect(said).to.equal("INFO     creating role 'bob'\n")
  })

  it('pglift role list', async () => {
    const { stdout } = await type('pglift role list')
    expect(stdout).to.match(/^\+-+/)
    expect(stdout).to.match(
      /\| name +\| has_password \| inherit \| login \| superuser \| createdb \| createrole \| replication \|/,
    )
    expect(stdout).to.match(/\| bob +\| True +\| True +\| True +\| False +\| False +\| False +\| False +\|/)
    expect(stdout).to.match(/\| postgres \| False +\| True +\| True +\| True +\| True +\| True +\| True +\|/)
  })

  it('pglift database create', async () => {
    expect((await type('pglift database create ws1')).said).to.equal(
      `INFO     creating 'ws1' database in ${id()}\n`,
    )
    expect((await type('pglift database create ws2 --owner bob --schema s1 --schema s2')).said).to.equal(
      `INFO     creating 'ws2' database in ${id()}
INFO     creating schema 's1' in database ws2
INFO     creating schema 's2' in database ws2
`,
    )
  })

  it('pglift database list', async () => {
    const { stdout } = await type('pglift database list')
    for (const name of ['postgres', 'template1', 'ws1', 'ws2'])
      expect(stdout).to.match(new RegExp(`^\\| ${name} `, 'm'))
    expect(stdout).to.include('name: pg_default')
    expect(stdout).to.match(/\| ws2 +\| bob +\| UTF8 +\| C +\| C +\|/)
    expect(stdout).not.to.include('template0')
  })

  it('pglift database dump ws1, drop it, restore it by pg_restore', async () => {
    const { said } = await type('pglift database dump ws1')
    expect(said).to.equal(`INFO     backing up database 'ws1' on instance ${id()}\n`)
    const [file = '', ...others] = readdirSync(dumps())
    expect(others).to.deep.equal([])
    expect(file).to.match(/^ws1_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\.dump$/)
    expect((await type('pglift database drop ws1')).said).to.equal("INFO     dropping 'ws1' database\n")
    const { stderr } = await execute(
      join(site.bindir(), 'pg_restore'),
      ['-d', 'postgres', '--create', '--verbose', join(dumps(), file)],
      { env: variables },
    )
    expect(stderr).to.include('pg_restore: creating DATABASE "ws1"')
  })

  it('pglift instance drop', async () => {
    const { said } = await type('pglift instance drop', ['y', 'y'])
    expect(said).to.equal(
      `INFO     dropping instance ${id()}
> Confirm complete deletion of instance ${id()}? [y/n] (y): 
INFO     stopping PostgreSQL ${qualname()}
> Confirm deletion of database dump(s) for instance ${id()}? [y/n] (y): 
INFO     deleting PostgreSQL cluster
`,
    )
    expect((await site.run(['instance', 'list'], { expectExit: 0 })).stdout).to.equal('')
  })

  it('pglift site-configure uninstall', async () => {
    const { said } = await type('pglift site-configure uninstall')
    expect(said).to.include('INFO     deleting postgresql log directory\n')
  })
})
