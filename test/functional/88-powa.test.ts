import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { picture } from '../support/picture.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { logsIn, majorWithout, powaSite, snapshots } from './88-powa-site.js'

const lines = (...texts: string[]) => `${texts.join('\n')}\n`

const LIBRARIES = 'pg_stat_statements, pg_stat_kcache, pg_qualstats, powa'
const EXTENSIONS = [
  ...['btree_gist', 'pg_qualstats', 'pg_stat_statements', 'pg_stat_kcache'],
  ...['pg_track_settings', 'hypopg', 'powa'],
]
const CREATED = EXTENSIONS.map((name) => `INFO creating extension '${name}' in database powa`)

describe('powa', () => {
  let site: Site
  let id: (name: string) => string
  let port: string

  const conf = (name: string) => readFileSync(join(site.datadir(name), 'postgresql.conf'), 'utf8')
  const apply = async (manifest: Record<string, unknown>) => {
    const file = site.config('manifest.yaml', manifest)
    const { stderr, stdout } = await site.ok(['instance', 'apply', '-f', file, '-o', 'json'])
    return { stderr, state: (JSON.parse(stdout) as { change_state: string | null }).change_state }
  }
  const libraries = async (name: string) =>
    (await site.psql<{ list: string }>(name, "SELECT current_setting('shared_preload_libraries') AS list"))[0]
      ?.list

  /** Its worker tries again after ten seconds what it tried before its database was whole. */
  const runsPowa = async (name: string) => {
    const expected = lines('PostgreSQL: running', 'PoWA: running')
    await until('PoWA runs', async () => (await site.run(['instance', 'status', name])).stdout === expected)
  }

  before(async () => {
    site = await powaSite({ frequency: '5s' })
    id = (name) => `${site.version}/${name}`
    port = String(await site.freePort())
  })

  after(() => site.destroy())

  it('is there when an instance is created, after one start of the server', async () => {
    const { stderr } = await site.ok([
      ...['instance', 'create', 'main', '--port', port, '--powa-password', 'canary-1'],
    ])
    expect(stderr).to.equal(
      lines(
        'INFO initializing PostgreSQL',
        'INFO configuring PostgreSQL authentication',
        'INFO configuring PostgreSQL',
        `INFO starting PostgreSQL ${site.version}-main`,
        "INFO creating role 'powa'",
        `INFO creating 'powa' database in ${id('main')}`,
        ...CREATED,
        `INFO creating instance dumps directory: ${join(site.prefix, `srv/dumps/${site.version}-main`)}`,
      ),
    )
    expect(await libraries('main')).to.equal(LIBRARIES)
    await runsPowa('main')
    expect(await site.json(['instance', 'get', 'main'])).to.deep.include({ powa: {} })
    expect(await site.json(['role', 'get', 'powa'])).to.deep.include({ superuser: true, has_password: true })
  })

  it('takes its password from nowhere but the manifest', async () => {
    expect(await logsIn(port, 'canary-1')).to.equal(true)
    const shown = await site.psql('main', "SELECT FROM pg_stat_statements WHERE query ~ 'canary|SCRAM'", {
      dbname: 'powa',
    })
    expect(shown).to.deep.equal([])
    await site.psql('main', 'CREATE TABLE load AS SELECT i FROM generate_series(1, 1000) i')
    for (let i = 0; i < 50; i += 1) await site.psql('main', `SELECT count(*) FROM load WHERE i < ${i}`)
  })

  it('changes the password, once', async () => {
    const alter = (password: string) => site.ok(['instance', 'alter', 'main', '--powa-password', password])
    expect((await alter('canary-1')).stderr).to.equal('')
    expect((await alter('canary-2')).stderr).to.equal("INFO altering role 'powa'\n")
    expect(await logsIn(port, 'canary-1')).to.equal(false)
    expect(await logsIn(port, 'canary-2')).to.equal(true)
    expect((await alter('canary-2')).stderr).to.equal('')
    expect(conf('main')).not.to.contain('canary')
  })

  it('comes to an instance that was made without it, and leaves it', async () => {
    const manifest = { name: 'plain', port: await site.freePort() }
    const without = { ...manifest, powa: null }
    expect((await apply(without)).stderr).not.to.match(/'powa'|PoWA/)
    expect((await site.ok(['instance', 'status', 'plain'])).stdout).to.equal('PostgreSQL: running\n')
    expect(await site.json(['instance', 'get', 'plain'])).to.deep.include({ powa: null })
    expect(await libraries('plain')).to.equal('')
    expect((await apply(manifest)).stderr).to.contain(
      `WARNING PoWA is not set up in ${id('plain')} before a restart: run 'pglift instance restart ${id('plain')}', then apply its manifest again\n`,
    )
    await site.ok(['instance', 'restart', 'plain'])
    expect((await apply(manifest)).stderr).to.equal(
      lines("INFO creating role 'powa'", `INFO creating 'powa' database in ${id('plain')}`, ...CREATED),
    )
    expect(await apply(manifest)).to.deep.equal({ state: null, stderr: '' })
    await site.psql('plain', 'DROP EXTENSION hypopg', { dbname: 'powa' })
    expect((await apply(manifest)).stderr).to.equal("INFO creating extension 'hypopg' in database powa\n")
    expect((await apply({ ...without, restart_on_changes: true })).stderr).to.contain(
      `INFO database 'powa' and role 'powa' of ${id('plain')} are kept`,
    )
    expect(await libraries('plain')).to.equal('')
    await site.ok(['instance', 'drop', 'plain'])
  })

  it('names the packages that a major lacks, before anything is done', async () => {
    const version = majorWithout()
    const before = picture(site)
    const port = String(await site.freePort())
    const create = ['instance', 'create', 'other', '--version', version, '--port', port]
    const { stderr } = await site.run(create, { expectExit: 2 })
    expect(stderr)
      .to.contain(
        `Error: Invalid value for 'powa': PoWA needs powa, pg_qualstats and pg_stat_kcache, which PostgreSQL ${version} does not have in `,
      )
      .and.to.match(new RegExp(`postgresql-${version}-powa|powa_${version}`))
      .and.to.contain("say 'powa: null' in the manifest")
    expect(picture(site)).to.deep.equal(before)
  })

  it('takes snapshots of a load', async () => {
    await until('a snapshot with the statement of the load', async () => {
      const found = await snapshots(site, 'main', 'SELECT count(*) FROM load')
      return found.length > 0
    })
    const taken = async () =>
      (
        await site.psql<{ at: Date }>('main', 'SELECT snapts AS at FROM powa_snapshot_metas', {
          dbname: 'powa',
        })
      )[0]?.at ?? new Date(0)
    const first = await taken()
    await until('the next snapshot', async () => (await taken()) > first)
    // The frequency is 5 s; one of a busy machine may not have been seen. By PoWA's own default it would be 5 minutes.
    expect((await taken()).getTime() - first.getTime()).to.be.within(3000, 19_000)
  })

  it('keeps the libraries and parameters of the user, and a second time changes nothing', async () => {
    const manifest = {
      name: 'main',
      port: Number(port),
      settings: { shared_preload_libraries: 'auto_explain', 'powa.retention': '2d' },
      powa: { password: 'canary-2' },
      restart_on_changes: true,
    }
    expect((await apply(manifest)).state).to.equal('changed')
    expect(await libraries('main')).to.equal(`auto_explain, ${LIBRARIES}`)
    expect(conf('main')).to.contain("powa.retention = '2d'").and.to.contain("powa.frequency = '5s'")
    const before = picture(site)
    expect(await apply(manifest)).to.deep.equal({ state: null, stderr: '' })
    expect(picture(site)).to.deep.equal(before)
  })

  it('refuses an order of libraries with which the server does not start', async () => {
    const settings = { shared_preload_libraries: 'pg_stat_kcache' }
    const file = site.config('manifest.yaml', { name: 'main', port: Number(port), settings })
    const { stderr } = await site.run(['instance', 'apply', '-f', file], { expectExit: 1 })
    expect(stderr).to.contain("'pg_stat_kcache' is not preceded by 'pg_stat_statements'")
    expect(await libraries('main')).to.equal(`auto_explain, ${LIBRARIES}`)
  })

  it('waits in a standby for its promotion', async () => {
    const conninfo = `host=${join(site.runPrefix, 'postgresql')} port=${port} user=postgres`
    const other = ['--port', String(await site.freePort()), '--standby-for', conninfo]
    const { stderr } = await site.ok(['instance', 'create', 'standby', ...other])
    expect(stderr).not.to.match(/'powa'/)
    expect(await libraries('standby')).to.contain('powa')
    expect((await site.ok(['instance', 'status', 'standby'])).stdout).to.equal('PostgreSQL: running\n')
    await site.ok(['instance', 'promote', 'standby'])
    const since = await snapshots(site, 'standby', 'SELECT')
    await until('a snapshot', async () => (await snapshots(site, 'standby', 'SELECT')).length > since.length)
    await runsPowa('standby')
    await site.ok(['instance', 'drop', 'standby'])
  })

  it('goes with an upgrade', async () => {
    await site.ok(['instance', 'stop', 'main'])
    const before = picture(site)
    const other = ['--version', majorWithout(), '--name', 'other']
    const { stderr } = await site.run(['--non-interactive', 'instance', 'upgrade', 'main', ...other], {
      expectExit: 2,
    })
    expect(stderr).to.match(/PoWA needs powa.*; install .*kcache\w*\n$/)
    expect(picture(site)).to.deep.equal(before)
    await site.ok(['instance', 'upgrade', 'main', '--version', site.version, '--name', 'upgraded'])
    expect(await libraries('upgraded')).to.equal(`auto_explain, ${LIBRARIES}`)
    expect(await snapshots(site, 'upgraded', 'SELECT count(*) FROM load')).not.to.deep.equal([])
    expect(await logsIn(port, 'canary-2')).to.equal(true)
    await runsPowa('upgraded')
  })

  it('leaves nothing behind', async () => {
    await site.ok(['instance', 'drop', 'main', 'upgraded'])
    expect(existsSync(site.datadir('main'))).to.equal(false)
    expect(picture(site).filter((line) => /powa/.test(line) && !/ plugins\//.test(line))).to.deep.equal([])
    expect((await site.ok(['site-configure', 'uninstall'])).stderr).to.equal(
      'INFO deleting postgresql log directory\n',
    )
  })
})
