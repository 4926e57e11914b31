import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, type ListedBackup, repositoryOf, values } from './86-pgbackrest-site.js'

const backups = (site: Site) => site.json<ListedBackup[]>(['instance', 'backups', 'main'])

/** Segments of WAL that wait for being archived. */
const waiting = (site: Site): string[] =>
  readdirSync(join(site.datadir('main'), 'pg_wal/archive_status')).filter((name) => name.endsWith('.ready'))

async function restoredRows(site: Site): Promise<number[]> {
  await site.ok(['instance', 'stop', 'main'])
  rmSync(site.datadir('main'), { recursive: true })
  await site.ok(['instance', 'restore', 'main'])
  await site.ok(['instance', 'start', 'main'])
  return values(site, 'main')
}

describe('pgbackrest: a repository that moves', () => {
  let site: Site
  const moved = () => join(site.directory, 'moved')

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    const file = join(site.configDirectory, 'settings.yaml')
    const settings = parse(readFileSync(file, 'utf8'))
    site.config('settings.yaml', {
      ...settings,
      pgbackrest: { repository: { mode: 'path', path: moved() } },
    })
  })

  after(() => site.destroy())

  it('is told of until the site is installed again', async () => {
    mkdirSync(moved())
    const conf = join(site.prefix, 'etc/pgbackrest/pgbackrest.conf')
    const { stderr } = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(stderr).to.contain(
      `ERROR pgBackRest configuration ${conf} is not what the settings say; run 'pglift site-configure install'\n`,
    )
  })

  it('gets the stanzas of the instances that are there, and wants a backup of each', async () => {
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.equal(
      [
        'INFO installing base pgbackrest configuration',
        'INFO creating pgBackRest stanza main',
        `WARNING stanza 'main' has no backup there yet: make one, 'pglift instance backup ${site.version}/main'`,
        '',
      ].join('\n'),
    )
    expect((await site.ok(['site-configure', 'install'])).stderr).to.equal('')
    expect((await site.ok(['site-configure', 'check'])).stderr).to.equal('')
  })

  it('archives, backs up and restores there; what was backed up before stays where it is', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    expect((await backups(site)).map(({ type }) => type)).to.deep.equal(['full'])
    expect(await restoredRows(site)).to.deep.equal([1, 2, 3])
    expect(existsSync(join(repositoryOf(site), 'backup/main/backup.info'))).to.equal(true)
  })
})

describe('pgbackrest: a repository that is away', () => {
  let site: Site

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    renameSync(repositoryOf(site), `${repositoryOf(site)}.unmounted`)
  })

  after(() => site.destroy())

  it('is told of, and keeps nobody from working', async () => {
    const warning = `WARNING pgBackRest repository path ${repositoryOf(site)} missing\n`
    const status = await site.ok(['instance', 'status', 'main'])
    expect(status.stderr).to.equal(warning)
    expect(status.stdout).to.contain('PostgreSQL: running\n')
    await site.psql('main', 'INSERT INTO t VALUES (2); SELECT pg_switch_wal()')
    expect((await site.ok(['instance', 'restart', 'main'])).stderr).to.contain(warning)
    const backup = await site.run(['instance', 'backup', 'main'], { expectExit: 1 })
    expect(backup.stderr)
      .to.contain(warning)
      .and.to.contain("Error: pgBackRest could not back up stanza 'main'")
  })

  it('is a mount point, maybe: no stanza is made in what is there instead, unless told', async () => {
    mkdirSync(repositoryOf(site), { mode: 0o750 })
    const missing = `stanza 'main' of ${site.datadir('main')} is missing in repository 1`
    const checked = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(checked.stderr).to.contain(`ERROR ${missing}: its WAL is not archived\n`)
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.equal(`WARNING ${missing}: is its storage mounted?\n`)
    await site.psql('main', 'INSERT INTO t VALUES (3); SELECT pg_switch_wal()')
    expect(waiting(site).length).to.be.greaterThan(0)
    expect(existsSync(join(repositoryOf(site), 'archive/main/archive.info'))).to.equal(false)
  })

  it('is back: nothing of what was done meanwhile is lost', async () => {
    rmSync(repositoryOf(site), { recursive: true })
    renameSync(`${repositoryOf(site)}.unmounted`, repositoryOf(site))
    await until('all WAL is archived', () => waiting(site).length === 0, 90_000)
    expect(await restoredRows(site)).to.deep.equal([1, 2, 3])
  })

  it('is lost for good: it begins anew when that is agreed to', async () => {
    rmSync(repositoryOf(site), { recursive: true })
    mkdirSync(repositoryOf(site), { mode: 0o750 })
    const { stderr } = await site.run(['site-configure', 'install'], { input: 'y\n', expectExit: 0 })
    expect(stderr)
      .to.contain("> Create stanza 'main' in repository 1, which begins without a backup? [y/n] (n): ")
      .and.to.contain('INFO creating pgBackRest stanza main\n')
    await site.ok(['instance', 'backup', 'main'])
    expect(await restoredRows(site)).to.deep.equal([1, 2, 3])
  })
})

describe('pgbackrest: two creations at once', () => {
  let site: Site

  before(async () => {
    site = await backupSite()
  })

  after(() => site.destroy())

  it('that want the same stanza: one gets it, the other leaves nothing, and harms nothing', async () => {
    const commands = [await creation(site, 'one', 'main'), await creation(site, 'two', 'main')]
    const ended = await Promise.all(commands.map((args) => site.run(['--non-interactive', ...args])))
    const codes = ended.map(({ code }) => code)
    const said = ended.map(({ stderr }) => stderr).join('\n')
    expect(
      codes.filter((code) => code === 0),
      said,
    ).to.have.length(1)
    const [winner, loser] = codes[0] === 0 ? ['one', 'two'] : ['two', 'one']
    // How far the winner was when the other one looked: it is bound, or is in the repository already.
    expect(ended[loser === 'one' ? 0 : 1]?.stderr).to.match(
      new RegExp(
        `stanza 'main' (is )?already bound to another instance \\(datadir=${site.datadir(winner)}\\)|stanza 'main' exists in the repository, without a backup`,
        'i',
      ),
    )
    expect(existsSync(join(site.datadir(loser), '..'))).to.equal(false)
    await site.ok(['pgbackrest', '-i', winner, '--', 'check'])
    await site.ok(['instance', 'backup', winner])
  })
})
