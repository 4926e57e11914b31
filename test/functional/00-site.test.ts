import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

describe('site-configure', () => {
  let site: Site

  beforeEach(() => {
    site = new Site()
  })

  afterEach(() => site.destroy())

  const logs = () => join(site.prefix, 'log/postgresql')

  it('installs what the instances share, says so once, and changes nothing the second time', async () => {
    const first = await site.ok(['site-configure', 'install'])
    expect(first.stderr).to.equal('INFO creating postgresql log directory\n')
    expect(statSync(logs()).mode & 0o777).to.equal(0o740)
    expect(statSync(join(site.runPrefix, 'postgresql')).mode & 0o777).to.equal(0o755)
    const second = await site.ok(['site-configure', 'install'])
    expect(second.stderr + second.stdout).to.equal('')
  })

  it('installs without an action', async () => {
    await site.ok(['site-configure'])
    expect(existsSync(logs())).to.equal(true)
  })

  it('keeps its locks and its journal to itself', async () => {
    await site.ok(['site-configure'])
    expect(statSync(site.journalDirectory).mode & 0o777).to.equal(0o700)
    expect(statSync(join(site.runPrefix, 'lock')).mode & 0o777).to.equal(0o700)
    expect(statSync(site.prefix).mode & 0o777).to.equal(0o755)
  })

  it('only says what it would do in a dry run', async () => {
    const { stderr } = await site.ok(['site-configure', 'install', '--dry-run'])
    expect(stderr).to.equal('INFO creating postgresql log directory\nDRY RUN: no changes made\n')
    expect(existsSync(site.prefix)).to.equal(false)
    expect(existsSync(site.runPrefix)).to.equal(false)
  })

  it('lists the paths of the site', async () => {
    const { stdout } = await site.ok(['site-configure', 'list'])
    expect(stdout).to.equal(`${logs()}\n`)
  })

  it('checks: an ERROR for each problem, and exit status 1', async () => {
    const missing = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(missing.stderr).to.equal(`ERROR PostgreSQL log directory '${logs()}' missing\n`)
    expect(existsSync(site.prefix)).to.equal(false)
    await site.ok(['site-configure', 'install'])
    const fine = await site.ok(['site-configure', 'check'])
    expect(fine.stderr + fine.stdout).to.equal('')
    rmSync(logs(), { recursive: true })
    writeFileSync(logs(), '')
    const file = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(file.stderr).to.equal(`ERROR ${logs()} exists but is not a directory\n`)
  })

  it('refuses to install over a file', async () => {
    mkdirSync(join(site.prefix, 'log'), { recursive: true })
    writeFileSync(logs(), '')
    const { stderr } = await site.run(['site-configure', 'install'], { expectExit: 1 })
    expect(stderr).to.contain(`Error: ${logs()} exists but is not a directory`)
  })

  it('uninstalls, and has nothing to say the second time', async () => {
    await site.ok(['site-configure', 'install'])
    const dry = await site.ok(['site-configure', 'uninstall', '--dry-run'])
    expect(dry.stderr).to.equal('INFO deleting postgresql log directory\nDRY RUN: no changes made\n')
    expect(existsSync(logs())).to.equal(true)
    const first = await site.ok(['site-configure', 'uninstall'])
    expect(first.stderr).to.equal('INFO deleting postgresql log directory\n')
    expect(existsSync(logs())).to.equal(false)
    expect(existsSync(join(site.runPrefix, 'postgresql'))).to.equal(false)
    const second = await site.ok(['site-configure', 'uninstall'])
    expect(second.stderr).to.equal('')
  })

  it('knows its actions only', async () => {
    const { stderr } = await site.run(['site-configure', 'purge'], { expectExit: 2 })
    expect(stderr).to.contain("'purge' is not one of 'install', 'uninstall', 'check', 'list'")
  })
})

describe('a site that is not installed', () => {
  let site: Site

  before(() => {
    site = new Site()
  })

  after(() => site.destroy())

  it('refuses commands that operate, telling what is missing', async () => {
    const { stderr } = await site.run(['instance', 'list'], { expectExit: 1 })
    expect(stderr).to.equal(
      [
        `ERROR PostgreSQL log directory '${join(site.prefix, 'log/postgresql')}' missing`,
        "Error: broken installation; did you run 'site-configure install'?",
        '',
      ].join('\n'),
    )
  })

  it('still has help, settings and completion', async () => {
    expect((await site.ok(['instance', 'list', '--help'])).stdout).to.contain('Usage: pglift instance list')
    expect((await site.ok(['site-settings'])).stdout).to.contain(`prefix: ${site.prefix}`)
    expect((await site.ok(['complete', 'instances'])).stderr).to.equal('')
  })

  it('has nothing to recover', async () => {
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
  })
})

describe('settings that can not work', () => {
  let site: Site

  beforeEach(() => {
    site = new Site()
  })

  afterEach(() => site.destroy())

  it('are told with the setting', async () => {
    site.config('settings.yaml', 'prefix: relative\nunknown: 1\n')
    const { stderr } = await site.run(['site-configure', 'install'], { expectExit: 1 })
    expect(stderr).to.match(/prefix/)
    expect(stderr).to.match(/unknown/)
  })

  it('leave nothing behind when the prefix can not be made', async () => {
    const file = join(site.directory, 'file')
    writeFileSync(file, '')
    site.config('settings.yaml', { prefix: join(file, 'prefix'), run_prefix: site.runPrefix })
    const { stderr } = await site.run(['site-configure', 'install'], { expectExit: 1 })
    expect(stderr).to.contain(file)
  })
})
