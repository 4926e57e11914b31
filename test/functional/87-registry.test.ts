import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { packComponents, packHostAndSdk } from '../support/components.js'
import { type Result, runProgram } from '../support/process.js'
import { Registry } from '../support/registry.js'
import { Site } from '../support/site.js'

/** The whole way of a user: everything from a registry, nothing of this checkout is run. */
describe('from the registry to a restored instance', () => {
  let site: Site
  let registry: Registry
  let port: number

  async function program(argv: readonly string[]): Promise<Result> {
    const env = { ...site.env, npm_config_registry: registry.url, npm_config_userconfig: '/dev/null' }
    const result = await runProgram(argv, { env, cwd: site.directory, timeoutMs: 180_000 })
    expect(result.code, `${argv.join(' ')}\n${result.stderr}${result.stdout}`).to.equal(0)
    return result
  }

  const pglift = (...args: string[]) =>
    program([join(site.directory, 'prefix/bin/pglift'), '--non-interactive', ...args])

  const numbers = async (): Promise<number[]> =>
    (await site.psql<{ n: number }>('main', 'SELECT n FROM t ORDER BY n')).map(({ n }) => n)

  /** Data and WAL directories are gone, as after the loss of a disk. */
  async function loseData(): Promise<void> {
    await pglift('instance', 'stop', 'main')
    const datadir = site.datadir('main')
    rmSync(datadir, { recursive: true })
    rmSync(join(datadir, '../wal'), { recursive: true })
  }

  before(async () => {
    site = new Site()
    registry = await Registry.start()
    const tarballs = join(site.directory, 'tarballs')
    mkdirSync(tarballs)
    await packHostAndSdk(tarballs)
    await packComponents(tarballs)
    for (const name of readdirSync(tarballs)) registry.publish(join(tarballs, name))
    writeFileSync(join(site.directory, 'passphrase'), 'a long passphrase\n', { mode: 0o600 })
    site.config('settings.yaml', {
      ...site.settings,
      pgbackrest: {
        repository: { mode: 'path', path: join(site.directory, 'backups') },
        options: { 'repo1-cipher-type': 'aes-256-cbc' },
        secrets: [{ option: 'repo1-cipher-pass', file: join(site.directory, 'passphrase') }],
      },
    })
    port = await site.freePort()
  })

  after(async () => {
    await site?.destroy()
    await registry?.stop()
  })

  it('installs pglift, which says how to install what its settings ask for', async () => {
    const prefix = join(site.directory, 'prefix')
    await program(['npm', 'install', '--no-audit', '--no-fund', '-g', '--prefix', prefix, 'pglift'])
    const env = { ...site.env }
    const { code, stderr } = await runProgram([join(prefix, 'bin/pglift'), 'instance', 'list'], {
      env,
      cwd: site.directory,
    })
    expect(code).to.equal(1)
    expect(stderr).to.contain("run 'pglift plugins install @pglift/pgbackrest'")
  })

  it('installs the component, the site, and an instance that is backed up', async () => {
    await pglift('plugins', 'install', '@pglift/pgbackrest')
    await pglift('site-configure', 'install')
    await pglift('instance', 'create', 'main', '--pgbackrest-stanza=main', `--port=${port}`)
    await site.psql('main', 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2)')
    await pglift('instance', 'backup', 'main')
    const { stdout } = await pglift('instance', 'backups', 'main', '-o', 'json')
    expect(JSON.parse(stdout).map(({ type }: { type: string }) => type)).to.deep.equal(['full'])
  })

  it('brings back all that was archived', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    await loseData()
    await pglift('instance', 'restore', 'main')
    await pglift('instance', 'start', 'main')
    expect(await numbers()).to.deep.equal([1, 2, 3])
  })

  it('brings back exactly what was at a time', async () => {
    const [{ now }] = (await site.psql<{ now: string }>('main', 'SELECT clock_timestamp()::text AS now')) as [
      { now: string },
    ]
    await site.psql('main', 'DELETE FROM t; SELECT pg_switch_wal()')
    await pglift('instance', 'stop', 'main')
    const { stderr } = await pglift('instance', 'restore', 'main', `--date=${now}`)
    expect(stderr).to.contain('restor')
    await pglift('instance', 'start', 'main')
    expect(await numbers()).to.deep.equal([1, 2, 3])
  })
})
