import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { picture } from '../support/picture.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, newBackupSite, repositoryOf } from './86-pgbackrest-site.js'

const lines = (...texts: string[]) => `${texts.join('\n')}\n`

describe('pgbackrest: the site', () => {
  let site: Site
  const configuration = () => join(site.prefix, 'etc/pgbackrest')

  before(async () => {
    site = await newBackupSite({ pgbackrest: { options: { 'process-max': 2, 'repo1-bundle': true } } })
  })

  after(() => site.destroy())

  it('that is not installed is broken', async () => {
    const { stderr, code } = await site.run(['site-configure', 'check'])
    expect(code).to.equal(1)
    expect(stderr).to.contain(
      `ERROR pgBackRest configuration path ${configuration()}/pgbackrest.conf missing\n`,
    )
    expect(stderr).to.contain(`ERROR pgBackRest repository path ${repositoryOf(site)} missing\n`)
  })

  it('is installed', async () => {
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.equal(
      lines(
        'INFO installing base pgbackrest configuration',
        'INFO creating pgbackrest include directory',
        'INFO creating pgbackrest repository path',
        'INFO creating common pgbackrest directories',
        'INFO creating postgresql log directory',
      ),
    )
    const text = readFileSync(join(configuration(), 'pgbackrest.conf'), 'utf8')
    expect(text).to.match(/^\[global\]$/m)
    expect(text).to.contain(`\nrepo1-path=${repositoryOf(site)}\n`)
    expect(text).to.contain('\nprocess-max=2\n').and.to.contain('\nrepo1-bundle=y\n')
    expect(text).to.contain('\nrepo1-retention-full=2\n')
  })

  it('is installed again without a change, and keeps what others wrote', async () => {
    const path = join(configuration(), 'pgbackrest.conf')
    const text = `${readFileSync(path, 'utf8')}# ours\nio-timeout=30\n`
    writeFileSync(path, text)
    const before = picture(site)
    expect((await site.ok(['site-configure', 'install'])).stderr).to.equal('')
    expect(picture(site)).to.deep.equal(before)
    expect(readFileSync(path, 'utf8')).to.equal(text)
    expect((await site.ok(['site-configure', 'check'])).stderr).to.equal('')
  })

  it('follows its settings when it is installed again', async () => {
    const settings = readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8')
    site.config('settings.yaml', settings.replace('process-max: 2', 'compress-type: lz4'))
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.equal('INFO installing base pgbackrest configuration\n')
    const text = readFileSync(join(configuration(), 'pgbackrest.conf'), 'utf8')
    expect(text)
      .to.contain('compress-type=lz4')
      .and.to.contain('io-timeout=30')
      .and.not.to.contain('process-max=')
  })

  it('lists its paths', async () => {
    const { stdout } = await site.ok(['site-configure', 'list'])
    expect(stdout).to.equal(
      lines(
        join(configuration(), 'conf.d'),
        join(configuration(), 'pgbackrest.conf'),
        repositoryOf(site),
        join(site.prefix, 'log/pgbackrest'),
        join(site.prefix, 'srv/pgbackrest/spool'),
        join(site.prefix, 'log/postgresql'),
      ),
    )
  })

  it('keeps backups when it is uninstalled, unless told', async () => {
    const { stderr } = await site.ok(['site-configure', 'uninstall'])
    expect(stderr).to.equal(
      lines(
        'INFO deleting pgbackrest include directory',
        'INFO uninstalling base pgbackrest configuration',
        'INFO deleting common pgbackrest directories',
        'INFO deleting postgresql log directory',
      ),
    )
    expect(existsSync(repositoryOf(site))).to.equal(true)
    await site.ok(['site-configure', 'install'])
    const asked = await site.run(['site-configure', 'uninstall'], { input: 'y\n', expectExit: 0 })
    expect(asked.stderr).to.contain(`> Delete pgbackrest repository path ${repositoryOf(site)}? [y/n] (n): `)
    expect(asked.stderr).to.contain('INFO deleting pgbackrest repository path\n')
    expect(existsSync(repositoryOf(site))).to.equal(false)
    expect(existsSync(configuration())).to.equal(false)
  })
})

describe('pgbackrest: settings that are refused', () => {
  let site: Site
  before(async () => {
    site = await newBackupSite()
  })
  after(() => site.destroy())

  const path = () => ({ mode: 'path', path: repositoryOf(site) })
  const refused = async (pgbackrest: unknown, message: string) => {
    site.config('settings.yaml', { prefix: site.prefix, run_prefix: site.runPrefix, pgbackrest })
    const { stderr, code } = await site.run(['instance', 'list'])
    expect(code).to.equal(1)
    expect(stderr).to.contain(message)
  }

  it('a program that is missing', () =>
    refused({ repository: path(), execpath: '/nonexistent/pgbackrest' }, 'pgbackrest.execpath'))
  it('no repository', () => refused({}, 'pgbackrest.repository'))
  it('an unknown mode', () => refused({ repository: { mode: 'tape' } }, "'path', 'host-tls', 'host-ssh'"))
  it('a secret among the options', () =>
    refused(
      { repository: path(), options: { 'repo1-cipher-pass': 'canary' } },
      "give it in 'pgbackrest.secrets'",
    ))
  it('an option that pglift sets', () =>
    refused({ repository: path(), options: { 'repo1-path': '/x' } }, 'is set by pglift itself'))
  it('an option with a line break', () =>
    refused(
      { repository: path(), options: { 'compress-type': 'gz\nrepo1-path=/x' } },
      'pgbackrest.options.compress-type',
    ))
})

describe('pgbackrest: creation', () => {
  let site: Site
  let args: string[]
  const stanzaFile = (stanza: string) => join(site.prefix, 'etc/pgbackrest/conf.d', `${stanza}.conf`)

  before(async () => {
    site = await backupSite()
    args = await creation(site, 'main')
  })

  after(() => site.destroy())

  it('wants to know the stanza', async () => {
    const { stderr } = await site.run(args.slice(0, -2), { expectExit: 2 })
    expect(stderr).to.contain("Error: Missing option '--pgbackrest-stanza'.")
  })

  it('refuses a name that would lead elsewhere', async () => {
    for (const stanza of ['../x', 'a b', '-x', 'global', '']) {
      const { stderr, code } = await site.run([...args.slice(0, -2), `--pgbackrest-stanza=${stanza}`])
      expect(code, stanza).to.equal(2)
      expect(stderr).to.contain("Invalid value for '--pgbackrest-stanza'")
    }
  })

  it('makes a dry run without a trace', async () => {
    const before = picture(site)
    const { stderr } = await site.ok([...args, '--dry-run'])
    expect(stderr)
      .to.contain('INFO creating pgBackRest stanza main\n')
      .and.to.contain('DRY RUN: no changes made')
    expect(picture(site)).to.deep.equal(before)
  })

  it('makes instance, stanza and proof in one start of the server', async () => {
    const { stderr } = await site.ok(args)
    expect(stderr).to.equal(
      lines(
        'INFO initializing PostgreSQL',
        'INFO configuring PostgreSQL authentication',
        'INFO configuring PostgreSQL',
        `INFO starting PostgreSQL ${site.version}-main`,
        "INFO creating role 'backup'",
        `INFO configuring pgBackRest stanza 'main' for pg1-path=${site.datadir('main')}`,
        'INFO creating pgBackRest stanza main',
        "INFO checking pgBackRest configuration for stanza 'main'",
        `INFO creating instance dumps directory: ${join(site.prefix, 'srv/dumps', `${site.version}-main`)}`,
      ),
    )
    const port = args[args.indexOf('--port') + 1]
    expect(readFileSync(stanzaFile('main'), 'utf8').trim().split('\n')).to.have.members([
      '[main]',
      `pg1-path=${site.datadir('main')}`,
      `pg1-port=${port}`,
      'pg1-user=backup',
      `pg1-socket-path=${join(site.runPrefix, 'postgresql')}`,
    ])
    expect(statSync(stanzaFile('main')).mode & 0o777).to.equal(0o640)
    expect(await site.psql('main', 'SHOW archive_mode')).to.deep.equal([{ archive_mode: 'on' }])
    const archiver = async () =>
      (
        await site.psql<{ ok: boolean; failed: string }>(
          'main',
          'SELECT archived_count > 0 AS ok, failed_count AS failed FROM pg_stat_archiver',
        )
      )[0]
    // It counts when pgBackRest has ended, which has archived by then.
    await until('WAL was archived', async () => (await archiver())?.ok === true)
    expect((await archiver())?.failed).to.equal('0')
    const roles = "SELECT rolsuper, rolcanlogin FROM pg_roles WHERE rolname = 'backup'"
    expect(await site.psql('main', roles)).to.deep.equal([{ rolsuper: true, rolcanlogin: true }])
  })

  it('is seen in get, env and status', async () => {
    const view = await site.json<{ pgbackrest: unknown }>(['instance', 'get', 'main'])
    expect(view.pgbackrest).to.deep.equal({ stanza: 'main' })
    const { stdout } = await site.ok(['instance', 'env', 'main'])
    expect(stdout).to.contain(
      `PGBACKREST_CONFIG_PATH=${join(site.prefix, 'etc/pgbackrest')}\nPGBACKREST_STANZA=main\n`,
    )
    expect((await site.ok(['instance', 'status', 'main'])).stdout).to.equal('PostgreSQL: running\n')
    const exec = await site.ok(['instance', 'exec', 'main', '--', 'pgbackrest', 'info'])
    expect(exec.stdout).to.contain('stanza: main')
    expect((await site.ok(['pgbackrest', '-i', 'main', '--', 'info', '--output=json'])).stdout).to.contain(
      '"name":"main"',
    )
  })

  it('of another instance may not take the stanza', async () => {
    const before = picture(site)
    const { stderr } = await site.run(await creation(site, 'other', 'main'), { expectExit: 2 })
    expect(stderr).to.contain(
      `Error: Invalid value for '--pgbackrest-stanza': Stanza 'main' already bound to another instance (datadir=${site.datadir('main')})`,
    )
    expect(picture(site)).to.deep.equal(before)
  })

  it('does not move an instance to another stanza', async () => {
    const manifest = JSON.stringify({
      name: 'main',
      port: Number(args[4]),
      pgbackrest: { stanza: 'elsewhere' },
    })
    const { stderr, code } = await site.run(['instance', 'apply', '-f', '-'], { input: manifest })
    expect(code).to.equal(1)
    expect(stderr).to.contain(`instance ${site.version}/main is already bound to pgbackrest stanza 'main'`)
  })

  it('applied again changes nothing, with or without the field', async () => {
    const before = picture(site)
    for (const fields of [{ pgbackrest: { stanza: 'main' } }, {}]) {
      const manifest = JSON.stringify({ name: 'main', port: Number(args[4]), ...fields })
      const applied = await site.json(['instance', 'apply', '-f', '-'], { input: manifest })
      expect(applied).to.deep.equal({ change_state: null, diff: null, pending_restart: false })
    }
    expect(picture(site)).to.deep.equal(before)
  })

  it('keeps archive_command from being changed', async () => {
    const { stderr } = await site.ok(['pgconf', '-i', 'main', 'set', 'archive_command=false'])
    expect(stderr).to.contain("is overwritten by 'pgbackrest' configuration")
    const [row] = await site.psql<{ archive_command: string }>('main', 'SHOW archive_command')
    expect(row?.archive_command).to.match(/archive-push %p$/)
  })

  it('follows a change of the port', async () => {
    const port = String(await site.freePort())
    const { stderr } = await site.ok(['instance', 'alter', 'main', '--port', port])
    expect(stderr).to.contain("INFO configuring pgBackRest stanza 'main' for pg1-path=")
    expect(readFileSync(stanzaFile('main'), 'utf8')).to.contain(`pg1-port=${port}\n`)
    await site.ok(['instance', 'restart', 'main'])
    await site.ok(['instance', 'backup', 'main'])
  })

  it('left stopped does not wait for archiving', async () => {
    const started = Date.now()
    const { stderr } = await site.ok([...(await creation(site, 'still')), '--state', 'stopped'])
    expect(stderr).to.contain(`INFO stopping PostgreSQL ${site.version}-still\n`)
    expect(Date.now() - started).to.be.lessThan(30_000)
    const archived = join(site.prefix, 'srv/pgsql', site.version, 'still/wal/archive_status')
    expect(readdirSync(archived).filter((name) => name.endsWith('.ready'))).to.deep.equal([])
  })

  it('that fails in its last step leaves nothing, neither here nor in the repository', async () => {
    const template = "wal_level = replica\narchive_mode = on\narchive_command = 'false'\n"
    const file = site.config('postgresql/pgbackrest.conf', template)
    const before = picture(site)
    const { stderr } = await site.run(await creation(site, 'bad'), { expectExit: 1, timeoutMs: 180_000 })
    rmSync(file)
    expect(stderr).to.match(/Error: pgBackRest could not check stanza 'bad': \[\d{3}\]/)
    expect(picture(site)).to.deep.equal(before)
    expect(existsSync(join(repositoryOf(site), 'backup/bad'))).to.equal(false)
  })

  it('of an instance without backups needs a manifest that says so', async () => {
    const manifest = JSON.stringify({ name: 'plain', port: await site.freePort(), pgbackrest: null })
    await site.ok(['instance', 'apply', '-f', '-'], { input: manifest })
    expect(await site.psql('plain', 'SHOW archive_mode')).to.deep.equal([{ archive_mode: 'off' }])
    const { stderr } = await site.run(['instance', 'backup', 'plain'], { expectExit: 1 })
    expect(stderr).to.contain(
      `Error: pgBackRest service is not configured for instance ${site.version}/plain`,
    )
    await site.ok(['instance', 'drop', 'plain'])
  })
})
