import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { packFixture } from '../support/components.js'
import { Registry } from '../support/registry.js'
import { Site } from '../support/site.js'

const MARKER = '@pglift-test/marker'

const asVersion =
  (version: string, pglift: object = {}) =>
  (json: { pglift?: object; version: string }) => ({
    ...json,
    version,
    pglift: { ...json.pglift, ...pglift },
  })

describe('components', () => {
  let registry: Registry
  let site: Site
  let tarballs: string
  const env = () => ({ PGLIFT_NPM_REGISTRY: registry.url })
  const enable = () =>
    site.config('settings.yaml', {
      ...site.settings,
      marker: { directory: join(site.directory, 'markers') },
    })
  const marker = (instance = 'main') => join(site.directory, 'markers', `${site.version}-${instance}.txt`)

  before(async () => {
    registry = await Registry.start()
    site = await Site.installed()
    tarballs = join(site.directory, 'tarballs')
    mkdirSync(tarballs)
    registry.publish(await packFixture('marker', tarballs))
  })

  after(async () => {
    await site?.destroy()
    await registry?.stop()
  })

  const install = (spec: string) => site.run(['plugins', 'install', spec], { env: env() })
  const installed = async () =>
    (await site.json<{ package: string; version: string; status: string }[]>(['components'])).map(
      ({ package: name, version, status }) => `${name}@${version} ${status}`,
    )

  it('are none at first', async () => {
    expect(await installed()).to.deep.equal([])
    expect((await site.ok(['--help'])).stdout).not.to.contain('marker')
  })

  it('are installed from a registry, outside of the folder of instances', async () => {
    const { code, stderr } = await install(MARKER)
    expect(code, stderr).to.equal(0)
    expect(existsSync(join(site.home, '.local/share/pglift-plugins/node_modules', MARKER))).to.equal(true)
    expect(await installed()).to.deep.equal([`${MARKER}@1.0.0 disabled`])
  })

  it('stay hidden and are refused with the line that enables them, until the settings have their section', async () => {
    expect((await site.ok(['--help'])).stdout).not.to.contain('marker')
    expect((await site.ok(['instance', 'create', '--help'])).stdout).not.to.contain('--marker-text')
    for (const args of [['marker', 'show'], ['marker']]) {
      const { stderr } = await site.run(args, { expectExit: 1 })
      expect(stderr).to.equal(
        `Error: component 'marker' is installed but not enabled\nhint: add a section 'marker:' to ${site.configDirectory}/settings.yaml\n`,
      )
    }
    const { stderr } = await site.run(['instance', 'create', 'x', '--marker-text=x'], { expectExit: 2 })
    expect(stderr).to.contain('No such option: --marker-text')
    const hint = "hint: component 'marker' is installed but not enabled: add a section 'marker:'"
    expect(stderr).to.contain(hint)
    const input = 'name: x\nmarker: {text: y}\nprometheus: {port: 9187}\n'
    const applied = await site.run(['instance', 'apply', '-f', '-'], { input, expectExit: 1 })
    expect(applied.stderr).to.contain('marker\n  Extra inputs are not permitted').and.to.contain(hint)
    expect(applied.stderr).to.contain(
      "component 'prometheus' is not installed: run 'pglift plugins install @pglift/postgres-exporter'",
    )
  })

  it('come with their settings, commands and options once enabled', async () => {
    enable()
    expect(await installed()).to.deep.equal([`${MARKER}@1.0.0 enabled`])
    expect((await site.ok(['--help'])).stdout).to.match(/marker +Manage markers/)
    expect((await site.ok(['instance', 'create', '--help'])).stdout).to.contain('--marker-text TEXT')
    expect((await site.ok(['--completion', 'bash'])).stdout).to.contain('--marker-text')
    expect((await site.ok(['instance', '--schema'])).stdout).to.contain('"marker"')
    expect((await site.ok(['site-settings', '--schema'])).stdout).to.contain('Directory of the markers.')
    const hooks = await site.json<{ hook: string }[]>(['components', '--hooks'])
    expect(hooks[0]).to.deep.equal({ hook: 'siteInstall', stage: 0, component: 'marker' })
    expect((await site.run(['site-configure', 'install'])).stderr).to.contain('creating marker directory')
  })

  it('take part in the life of an instance', async () => {
    const port = await site.freePort()
    const created = await site.ok(['instance', 'create', 'main', `--port=${port}`, '--marker-text=prod'])
    expect(created.stderr).to.contain('writing marker prod').and.to.contain('signing marker')
    expect(readFileSync(marker(), 'utf8')).to.equal(`instance ${site.version}/main\ntext prod\n`)
    expect(statSync(marker()).mode & 0o777).to.equal(0o600)
    expect(await site.json(['instance', 'get', 'main']))
      .to.have.property('marker')
      .that.deep.equals({ text: 'prod' })
    expect((await site.run(['instance', 'status', 'main'])).stdout).to.contain('marker: running')
    expect((await site.ok(['instance', 'env', 'main'])).stdout).to.contain(`MARKER=${marker()}`)
    const shown = await site.json<{ text: string }>(['marker', 'show', 'main'])
    expect(shown.text).to.contain('text prod')
    const path = ['marker', '-i', 'main', 'path']
    expect((await site.ok(path)).stdout).to.equal(`${marker()}\n`)
    expect((await site.ok(['marker', '--help'])).stdout).to.contain('-i, --instance')
  })

  it('have their settings, roles and databases in every instance that uses them', async () => {
    const [settings] = await site.psql(
      'main',
      "SELECT current_setting('shared_preload_libraries') AS libraries, current_setting('auto_explain.log_min_duration') AS slow",
    )
    expect(settings).to.deep.equal({ libraries: 'auto_explain', slow: '1min' })
    const [role] = await site.psql('main', "SELECT pg_has_role('marker', 'pg_monitor', 'member') AS member")
    expect(role).to.deep.equal({ member: true })
    const owner = "SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'marker'"
    expect(await site.psql('main', owner)).to.deep.equal([{ owner: 'marker' }])
    const extension = "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'"
    expect(await site.psql('main', extension, { dbname: 'marker' })).to.have.length(1)
  })

  it('keep their field when something else is altered, and change it by its option', async () => {
    const { stderr } = await site.ok(['instance', 'alter', 'main', '--marker-text=test'])
    expect(stderr).to.contain('writing marker test')
    const again = await site.json<{ change_state: string | null }>([
      'instance',
      'alter',
      'main',
      '--marker-text=test',
    ])
    expect(again.change_state).to.equal(null)
    await site.ok(['pgconf', '-i', 'main', 'set', 'work_mem=5MB'])
    expect(readFileSync(marker(), 'utf8')).to.contain('text test')
  })

  it('check their field in manifests', async () => {
    const input = 'name: other\nmarker: {txt: x}\n'
    const { stderr } = await site.run(['instance', 'apply', '-f', '-'], { input, expectExit: 1 })
    expect(stderr).to.contain('marker.text\n  Field required').and.to.contain('marker.txt\n')
  })

  it('are not removed while they are in use', async () => {
    const { stderr } = await site.run(['plugins', 'uninstall', MARKER], { expectExit: 1 })
    expect(stderr).to.contain(
      `component 'marker' is enabled by section 'marker' of the site settings and used by ${site.version}/main`,
    )
    expect(await installed()).to.deep.equal([`${MARKER}@1.0.0 enabled`])
  })

  it('stay as they are when a newer one is not to be had', async () => {
    registry.publish(await packFixture('marker', tarballs, asVersion('2.0.0', { api: 2 })), 'next')
    const incompatible = await install(`${MARKER}@next`)
    expect(incompatible.stderr).to.contain(`${MARKER}@2.0.0 needs component API 2, this pglift has 1`)
    const tarball = await install(join(tarballs, 'pglift-test-marker-2.0.0.tgz'))
    expect(tarball.stderr).to.contain(`${MARKER}@2.0.0 needs component API 2, this pglift has 1`)
    const missing = await install(`${MARKER}@9.9.9`)
    expect(missing.stderr).to.contain(`the registry has no ${MARKER}@9.9.9`)
    const nowhere = await site.run(['plugins', 'install', MARKER], {
      env: { PGLIFT_NPM_REGISTRY: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' },
    })
    expect(nowhere.stderr).to.contain(`cannot get ${MARKER}@latest from the registry (ECONNREFUSED)`)
    for (const { code } of [incompatible, tarball, missing, nowhere]) expect(code).to.equal(1)
    expect(await installed()).to.deep.equal([`${MARKER}@1.0.0 enabled`])
    expect((await site.json<{ text: string }>(['marker', 'show', 'main'])).text).to.contain('text test')
  })

  it('are updated', async () => {
    registry.publish(await packFixture('marker', tarballs, asVersion('1.1.0')))
    const { code, stderr } = await site.run(['plugins', 'update'], { env: env() })
    expect(code, stderr).to.equal(0)
    expect(await installed()).to.deep.equal([`${MARKER}@1.1.0 enabled`])
  })

  it('clean up when the instance goes', async () => {
    const { stderr } = await site.ok(['instance', 'drop', 'main'])
    expect(stderr).to.contain('deleting marker')
    expect(existsSync(marker())).to.equal(false)
  })

  it('are removed, forced or not enabled any more', async () => {
    const { stderr, code } = await site.run(['plugins', 'uninstall', MARKER, '--force'])
    expect(code, stderr).to.equal(0)
    site.config('settings.yaml', site.settings)
    expect(await installed()).to.deep.equal([])
    const { stdout } = await site.ok(['--help'])
    expect(stdout).not.to.contain('marker')
  })

  it('are installed from a tarball, without a registry', async () => {
    const { stderr, code } = await site.run(['plugins', 'install', 'tarballs/pglift-test-marker-1.1.0.tgz'], {
      env: { PGLIFT_NPM_REGISTRY: 'http://127.0.0.1:9' },
    })
    expect(code, stderr).to.equal(0)
    expect(await installed()).to.deep.equal([`${MARKER}@1.1.0 disabled`])
  })
})
