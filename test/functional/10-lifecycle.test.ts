import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { powerCut } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { nothingRuns } from '../support/process.js'
import { Site } from '../support/site.js'

describe('instance create and drop', () => {
  let site: Site
  let port: number
  const dumps = () => join(site.prefix, 'srv/dumps', `${site.version}-main`)

  before(async () => {
    site = await Site.installed()
    port = await site.freePort()
  })

  after(() => site.destroy())

  const create = (...options: string[]) => ['instance', 'create', 'main', '--port', String(port), ...options]
  const lines = (...texts: string[]) => `${texts.join('\n')}\n`
  const made = () => [
    'INFO initializing PostgreSQL',
    'INFO configuring PostgreSQL authentication',
    'INFO configuring PostgreSQL',
    `INFO starting PostgreSQL ${site.version}-main`,
    `INFO creating instance dumps directory: ${dumps()}`,
  ]

  it('a dry run says what a creation would do, and does nothing', async () => {
    const before = picture(site)
    const { stderr } = await site.ok(create('--dry-run'))
    expect(stderr).to.equal(lines(...made(), 'DRY RUN: no changes made'))
    expect(picture(site)).to.deep.equal(before)
  })

  it('creates, telling each step', async () => {
    const { stdout, stderr } = await site.ok(create())
    expect(stdout).to.equal('')
    expect(stderr).to.equal(lines(...made()))
    const datadir = site.datadir('main')
    expect(statSync(datadir).mode & 0o777).to.equal(0o700)
    expect(await site.psql('main', 'SHOW port')).to.deep.equal([{ port: String(port) }])
    expect(await site.psql('main', 'SHOW cluster_name')).to.deep.equal([{ cluster_name: 'main' }])
    const wal = join(site.prefix, 'srv/pgsql', site.version, 'main/wal')
    expect(existsSync(join(wal, 'archive_status'))).to.equal(true)
  })

  it('does not create what exists, and touches nothing', async () => {
    const before = picture(site)
    const { stderr } = await site.run(create(), { expectExit: 1 })
    expect(stderr).to.contain('Error: instance already exists')
    const dry = await site.run(create('--dry-run'), { expectExit: 1 })
    expect(dry.stderr).to.contain('Error: instance already exists')
    expect(picture(site)).to.deep.equal(before)
  })

  it('does not take the port of another instance, or of any program', async () => {
    const before = picture(site)
    const taken = await site.run(['instance', 'create', 'other', '--port', String(port)], { expectExit: 2 })
    expect(taken.stderr).to.contain(`Error: Invalid value for '--port': port ${port} already in use`)
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const busy = String((server.address() as { port: number }).port)
    const foreign = await site.run(['instance', 'create', 'other', '--port', busy], { expectExit: 2 })
    server.close()
    expect(foreign.stderr).to.contain(`port ${busy} already in use`)
    expect(picture(site)).to.deep.equal(before)
  })

  it('starts after a reboot, which takes the directories of runtime files away', async () => {
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.runPrefix, { recursive: true })
    await site.ok(['site-configure', 'check'])
    const { stderr } = await site.ok(['instance', 'start', 'main'])
    expect(stderr).to.equal(`INFO starting PostgreSQL ${site.version}-main\n`)
    expect(await site.psql('main', 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }])
  })

  it('starts after a crash of the machine, which leaves postmaster.pid and sockets behind', async () => {
    await powerCut(site, 'main')
    const { code, stdout } = await site.run(['instance', 'status', 'main'])
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: 'PostgreSQL: not running\n' })
    await site.ok(['instance', 'start', 'main'])
    await site.ok(['instance', 'status', 'main'])
  })

  it('refuses to uninstall the site while there are instances, unless told', async () => {
    const { stderr } = await site.run(['--non-interactive', 'site-configure', 'uninstall'], { expectExit: 1 })
    expect(stderr).to.equal(
      lines(`WARNING there are instances on this site: ${site.version}/main`, 'Aborted!'),
    )
    expect(existsSync(join(site.prefix, 'log/postgresql'))).to.equal(true)
    const asked = await site.run(['site-configure', 'uninstall', '--dry-run'], {
      input: 'y\n',
      expectExit: 0,
    })
    expect(asked.stderr).to.contain('> Uninstall the site configuration all the same? [y/n] (n): ')
  })

  it('asks before it drops', async () => {
    const { code, stderr } = await site.run(['instance', 'drop', 'main'], { input: 'n\n' })
    expect(code).to.equal(1)
    expect(stderr).to.contain(`> Confirm complete deletion of instance ${site.version}/main? [y/n] (y): `)
    expect(stderr).to.contain(`WARNING deletion of instance ${site.version}/main cancelled\nAborted!`)
    await site.ok(['instance', 'status', 'main'])
  })

  it('a dry run says what a drop would do, and does nothing', async () => {
    const before = picture(site)
    await site.ok(['instance', 'drop', 'main', '--dry-run'])
    expect(picture(site)).to.deep.equal(before)
  })

  it('drops, and leaves nothing of the instance', async () => {
    const { stderr } = await site.ok(['instance', 'drop', 'main'])
    expect(stderr).to.equal(
      lines(
        `INFO dropping instance ${site.version}/main`,
        `INFO stopping PostgreSQL ${site.version}-main`,
        'INFO deleting PostgreSQL cluster',
      ),
    )
    expect(existsSync(site.datadir('main'))).to.equal(false)
    expect(existsSync(dumps())).to.equal(false)
    await nothingRuns(site.directory)
    expect((await site.ok(['instance', 'list'])).stdout).to.equal('')
    const gone = await site.run(['instance', 'drop', 'main'], { expectExit: 2 })
    expect(gone.stderr).to.contain("instance 'main' not found")
  })

  it('creates one that stays stopped', async () => {
    const { stderr } = await site.ok(create('--state=stopped'))
    const [starting, directory] = made().slice(-2)
    expect(stderr).to.contain(lines(starting as string))
    expect(stderr).to.contain(`INFO stopping PostgreSQL ${site.version}-main`)
    expect(stderr).to.contain(directory)
    await site.run(['instance', 'status', 'main'], { expectExit: 3 })
    await site.ok(['instance', 'drop', 'main'])
  })
})

describe('a creation that can not be', () => {
  let site: Site

  before(async () => {
    site = await Site.installed()
  })

  after(() => site.destroy())

  const refused = async (args: string[], code: number, message: RegExp | string) => {
    const before = picture(site)
    const { stderr } = await site.run(['--non-interactive', 'instance', 'create', ...args], {
      expectExit: code,
    })
    if (typeof message === 'string') expect(stderr).to.contain(message)
    else expect(stderr).to.match(message)
    expect(picture(site)).to.deep.equal(before)
  }

  for (const name of ['a/b', 'a-b', '..', '', 'x'.repeat(300), 'new\nline'])
    it(`for its name ${JSON.stringify(name.slice(0, 20))}`, () =>
      refused([name], 2, "Invalid value for 'NAME'"))

  for (const port of ['0', '65536', 'many', '-1'])
    it(`for its port ${port}`, () => refused(['main', `--port=${port}`], 2, "Invalid value for '--port'"))

  it('for a directory that is not empty', async () => {
    const datadir = site.datadir('main')
    mkdirSync(datadir, { recursive: true })
    writeFileSync(join(datadir, 'precious'), '')
    const port = String(await site.freePort())
    await refused(['main', '--port', port], 1, `directory ${datadir} is not empty`)
    rmSync(datadir, { recursive: true })
  })

  it('for a directory that can not be written', async () => {
    const parent = join(site.prefix, 'srv/pgsql')
    mkdirSync(parent, { recursive: true })
    rmSync(parent, { recursive: true })
    writeFileSync(parent, '')
    await refused(['main', '--port', String(await site.freePort())], 1, parent)
    rmSync(parent)
  })

  it('for a setting that the server refuses: with its words, and nothing left', async () => {
    site.config(
      'postgresql/postgresql.conf',
      "shared_buffers = 16MB\nlisten_addresses = 'no.such.host.invalid'\n",
    )
    const port = String(await site.freePort())
    await refused(['main', '--port', port], 1, /could not be started[\s\S]*no\.such\.host\.invalid/)
  })

  it('and is kept, when asked, for somebody to look at', async () => {
    const port = String(await site.freePort())
    const args = ['instance', 'create', 'main', '--port', port, '--no-drop-on-error']
    await site.run(['--non-interactive', ...args], { expectExit: 1 })
    expect(existsSync(join(site.datadir('main'), 'PG_VERSION'))).to.equal(true)
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
    await site.ok(['instance', 'drop', 'main'])
  })
})

describe('a site whose sockets would have too long a path', () => {
  let base: Site
  let site: Site

  before(async () => {
    base = new Site()
    site = await Site.installed({ settings: { run_prefix: join(base.directory, 'r'.repeat(100)) } })
  })

  after(async () => {
    await site.destroy()
    await base.destroy()
  })

  it('refuses to create, naming the setting', async () => {
    const args = ['instance', 'create', 'main', '--port', String(await site.freePort())]
    const { stderr, code } = await site.run(args)
    expect(code).to.be.oneOf([1, 2])
    expect(stderr).to.match(/socket path .* is too long \(\d+ bytes, at most 107\)/)
    expect(stderr).to.contain('postgresql.socket_directory')
  })
})
