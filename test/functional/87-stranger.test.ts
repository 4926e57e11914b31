import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { packHostAndSdk } from '../support/components.js'
import { ROOT } from '../support/places.js'
import { type Result, runProgram } from '../support/process.js'
import { Registry } from '../support/registry.js'
import { Site } from '../support/site.js'

/** What the example is built and tested with, besides the SDK: as this checkout has it, no other registry is asked. */
const TOOLS = [
  '@types/node',
  '@types/mocha',
  'undici-types',
  'esbuild',
  '@esbuild',
  'typescript',
  '@typescript',
]

const POOL_PASSWORD = 'pool"word'

describe('a component of a stranger: examples/pgbouncer', () => {
  let site: Site
  let registry: Registry
  let folder: string
  let ports: { instance: number; pool: number; other: number }
  const pglift = () => join(site.directory, 'prefix/bin/pglift')

  async function program(argv: readonly string[], cwd = site.directory): Promise<Result> {
    const env = { ...site.env, npm_config_registry: registry.url, npm_config_userconfig: '/dev/null' }
    const result = await runProgram(argv, { env, cwd, timeoutMs: 180_000 })
    expect(result.code, `${argv.join(' ')}\n${result.stderr}${result.stdout}`).to.equal(0)
    return result
  }

  const run = (...args: string[]): Promise<Result> => program([pglift(), '--non-interactive', ...args])

  const packed = (directory: string, start: string): string =>
    join(
      directory,
      readdirSync(directory).find((name) => name.startsWith(start) && name.endsWith('.tgz')) as string,
    )

  /** As somebody who connects through the pool. */
  async function throughPool(port: number, text: string): Promise<unknown[]> {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ host: 'localhost', port, user: 'bob', password: 'bobs', database: 'shop' })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  before(async () => {
    const pgbouncer = { options: { max_client_conn: 50 } }
    site = new Site({
      settings: { pgbouncer, postgresql: { auth: { local: 'trust', host: 'scram-sha-256' } } },
    })
    registry = await Registry.start()
    const tarballs = join(site.directory, 'tarballs')
    mkdirSync(tarballs)
    await packHostAndSdk(tarballs)
    for (const name of readdirSync(tarballs)) registry.publish(join(tarballs, name))
    folder = join(site.directory, 'pgbouncer')
    cpSync(join(ROOT, 'examples/pgbouncer'), folder, { recursive: true })
    const [instance, pool, other] = await Promise.all([site.freePort(), site.freePort(), site.freePort()])
    ports = { instance, pool, other }
  })

  after(async () => {
    await site?.destroy()
    await registry?.stop()
  })

  it('is built and tested with the SDK from the registry, and nothing else of pglift', async () => {
    // The other tools are not in the registry of this test: they are those of this checkout.
    await program([
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      '--prefix',
      join(site.directory, 'modules'),
      '@pglift/sdk',
    ])
    renameSync(join(site.directory, 'modules/node_modules'), join(folder, 'node_modules'))
    for (const name of TOOLS)
      if (existsSync(join(ROOT, 'node_modules', name)))
        cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true })
    await program([process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc')], folder)
    await program([process.execPath, 'scripts/bundle.mjs'], folder)
    const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js')
    const { stdout } = await program([process.execPath, mocha, 'build/test/**/*.test.js'], folder)
    expect(stdout).to.match(/1\d passing/)
    await program(['npm', 'pack', '--ignore-scripts'], folder)
    registry.publish(packed(folder, 'pglift-pgbouncer-'))
  })

  it('is installed by name, beside a pglift from the same registry', async () => {
    await program([
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      '-g',
      '--prefix',
      join(site.directory, 'prefix'),
      'pglift',
    ])
    await run('plugins', 'install', 'pglift-pgbouncer')
    const { stdout } = await run('components', '-o', 'json')
    expect(JSON.parse(stdout)).to.deep.include({
      ...{ component: 'pgbouncer', package: 'pglift-pgbouncer', version: '1.0.0', api: 1 },
      ...{ section: 'pgbouncer', status: 'enabled', problem: null },
    })
    const help = await run('instance', 'create', '--help')
    expect(help.stdout).to.contain('--pgbouncer-port').and.to.contain('--pgbouncer-password')
    await run('site-configure', 'install')
  })

  it('lets a client in through its pool', async () => {
    const { instance, pool } = ports
    const options = [
      `--port=${instance}`,
      `--pgbouncer-port=${pool}`,
      `--pgbouncer-password=${POOL_PASSWORD}`,
    ]
    await run('instance', 'create', 'app', '--surole-password=s', ...options)
    await run('role', 'create', 'bob', '--login', '--password=bobs', '-i', 'app')
    await run('database', 'create', 'shop', '--owner=bob', '-i', 'app')
    expect(await throughPool(pool, 'SELECT current_user AS me')).to.deep.equal([{ me: 'bob' }])
    const { stdout } = await run('pgbouncer', 'pools', 'app', '-o', 'json')
    expect(JSON.parse(stdout)).to.deep.include.members([
      { database: 'shop', user: 'bob', cl_active: 0, cl_waiting: 0, sv_active: 0, sv_idle: 1, maxwait: 0 },
    ])
    expect((await run('instance', 'status', 'app')).stdout).to.equal(
      'PostgreSQL: running\nPgBouncer: running\n',
    )
  })

  it('refuses a port that is taken, by the name of its option', async () => {
    const argv = [
      pglift(),
      '--non-interactive',
      'instance',
      'alter',
      'app',
      `--pgbouncer-port=${ports.instance}`,
    ]
    const { code, stderr } = await runProgram(argv, { env: site.env, cwd: site.directory })
    expect(code).to.equal(2)
    expect(stderr)
      .to.contain("Invalid value for '--pgbouncer-port'")
      .and.to.contain('that of the instance itself')
  })

  it('follows a change of its port, and does nothing when nothing changes', async () => {
    const { other } = ports
    await run('instance', 'alter', 'app', `--pgbouncer-port=${other}`)
    expect(await throughPool(other, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }])
    const { stderr } = await run('instance', 'alter', 'app', `--pgbouncer-port=${other}`)
    expect(stderr).not.to.contain('PgBouncer')
  })

  it('stops and starts with the instance, which never sees it go', async () => {
    const { stderr } = await run('instance', 'restart', 'app')
    expect(stderr).to.match(/stopping PgBouncer[\s\S]*starting PgBouncer/)
    expect(await throughPool(ports.other, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }])
  })

  it('joins an instance that exists, and takes another password', async () => {
    const [instance, pool] = await Promise.all([site.freePort(), site.freePort()])
    await run('instance', 'create', 'late', '--surole-password=s', `--port=${instance}`)
    await run('role', 'create', 'bob', '--login', '--password=bobs', '-i', 'late')
    await run('database', 'create', 'shop', '--owner=bob', '-i', 'late')
    await run(
      'instance',
      'alter',
      'late',
      `--pgbouncer-port=${pool}`,
      `--pgbouncer-password=${POOL_PASSWORD}`,
    )
    expect(await throughPool(pool, 'SELECT current_user AS me')).to.deep.equal([{ me: 'bob' }])
    await run('instance', 'alter', 'late', '--pgbouncer-password=another')
    expect(await throughPool(pool, 'SELECT current_user AS me')).to.deep.equal([{ me: 'bob' }])
    await run('instance', 'drop', 'late')
  })

  it('keeps its password to itself', async () => {
    const users = join(site.prefix, 'etc/pgbouncer', `${site.version}-app.users`)
    expect(readFileSync(users, 'utf8')).to.equal('"pgbouncer" "pool""word"\n')
    const found = await runProgram(
      ['grep', '-rlE', '--exclude=*.users', 'pool"+word', site.prefix, site.runPrefix],
      {
        env: site.env,
        cwd: site.directory,
      },
    )
    expect(found.stdout).to.equal('')
  })

  it('leaves no trace when it is removed', async () => {
    await run('instance', 'drop', 'app')
    await run('site-configure', 'uninstall')
    const { pgbouncer: _, ...settings } = site.settings
    site.config('settings.yaml', settings)
    await run('plugins', 'uninstall', 'pglift-pgbouncer')
    const left = await program([
      'find',
      site.prefix,
      site.runPrefix,
      join(site.home, '.local'),
      '-name',
      '*bouncer*',
    ])
    expect(left.stdout).to.equal('')
    const help = await runProgram([pglift(), 'pgbouncer', 'pools'], { env: site.env, cwd: site.directory })
    expect(help.code).to.equal(2)
  })
})
