import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { powerCut } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { ROOT } from '../support/places.js'
import { runProgram } from '../support/process.js'
import type { Site } from '../support/site.js'
import {
  backupSite,
  creation,
  type ListedBackup,
  momentBetween,
  repositoryOf,
  values,
} from './86-pgbackrest-site.js'

describe('pgbackrest: backup and restore', () => {
  let site: Site
  let moment: string
  const id = () => `${site.version}/main`
  const backups = () => site.json<ListedBackup[]>(['instance', 'backups', 'main'])
  const insert = (value: number) => site.psql('main', `INSERT INTO t VALUES (${value})`)
  const stopped = () => site.ok(['instance', 'stop', 'main'])
  const started = () => site.ok(['instance', 'start', 'main'])

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
  })

  after(() => site.destroy())

  it('has nothing to list or to restore at first', async () => {
    expect(await backups()).to.deep.equal([])
    expect((await site.ok(['instance', 'backups', 'main'])).stdout).to.equal('')
    await stopped()
    const { stderr } = await site.run(['instance', 'restore', 'main'], { expectExit: 1 })
    expect(stderr).to.contain("Error: stanza 'main' has no backup\n")
    const { stderr: said } = await site.run(['instance', 'backup', 'main'], { expectExit: 1 })
    expect(said).to.contain(`Error: instance ${id()} is not running\n`)
    await started()
  })

  it('backs up, in full at first', async () => {
    const { stderr, stdout } = await site.ok(['instance', 'backup', 'main'])
    expect(stdout).to.equal('')
    expect(stderr).to.match(/^INFO backing up instance \d+\/main with pgBackRest\n/)
    expect(stderr).to.contain('incr backup has been changed to full')
    await insert(2)
    await site.psql('main', 'CREATE DATABASE shop')
    for (const type of ['incr', 'diff', 'full']) {
      const said = await site.ok(['instance', 'backup', 'main', '--type', type, '--full-after', '1'])
      expect(said.stderr).to.equal(`INFO backing up instance ${id()} with pgBackRest\n`)
    }
  })

  it('lists backups, newest first', async () => {
    const listed = await backups()
    expect(listed.map(({ type }) => type)).to.deep.equal(['full', 'diff', 'incr', 'full'])
    expect(listed.map(({ databases }) => databases)).to.deep.equal([
      ['postgres', 'shop'],
      ['postgres', 'shop'],
      ['postgres', 'shop'],
      ['postgres'],
    ])
    for (const { label, size, repo_size, date_start, date_stop } of listed) {
      expect(label).to.match(/^\d{8}-\d{6}F/)
      expect(size).to.be.greaterThan(repo_size).and.to.be.greaterThan(1_000_000)
      expect(date_start).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      expect(Date.parse(date_stop)).to.be.at.least(Date.parse(date_start))
    }
    const { stdout } = await site.ok(['instance', 'backups', 'main'])
    expect(stdout).to.contain(`Available backups for instance ${id()}\n`)
    expect(stdout).to.match(/\| label +\| size +\| repo_size +\| date_start +\| type +\| databases +\|/)
    expect(stdout).to.match(
      /MB +\| [\d.]+ MB +\| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 +\| diff +\| postgres, shop/,
    )
  })

  it('lists with one call of pgBackRest, and tells what others have backed up', async () => {
    await site.ok(['pgbackrest', '-i', 'main', '--', '--type=incr', 'backup'])
    const trace = join(site.directory, 'tmp/calls')
    const wrapper = ['strace', '-f', '-qq', '-e', 'trace=execve', '-o', trace]
    const { stdout } = await site.ok(['instance', 'backups', 'main', '-o', 'json'], { wrapper })
    const [newest] = JSON.parse(stdout) as ListedBackup[]
    expect(newest?.databases).to.deep.equal(['postgres', 'shop'])
    const calls = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => /execve\("[^"]*pgbackrest"/.test(line))
    expect(calls).to.have.length(1)
  })

  it('tells on a terminal how far it is', async () => {
    const backup = [process.execPath, join(ROOT, 'bin/run.js'), 'instance', 'backup', 'main', '--type=full']
    const argv = ['script', '-qefc', backup.join(' '), '/dev/null']
    const { stdout, code } = await runProgram(argv, { env: { ...site.env, TERM: 'xterm' } })
    expect(code, stdout).to.equal(0)
    const shown = [...stdout.matchAll(/backing up \S+: (\d+) %\.\.\./g)].map(([, percent]) => Number(percent))
    expect(shown.length, stdout).to.be.greaterThan(1)
    expect(shown.at(-1)).to.equal(100)
    expect(shown).to.deep.equal(shown.toSorted((one, other) => one - other))
  })

  it('does not restore what runs', async () => {
    const { stderr } = await site.run(['instance', 'restore', 'main'], { expectExit: 1 })
    expect(stderr).to.contain('Error: instance is running\n')
  })

  it('brings everything back when the data directory was destroyed', async () => {
    await insert(3)
    await stopped()
    rmSync(site.datadir('main'), { recursive: true })
    const before = picture(site)
    const dry = await site.ok(['instance', 'restore', 'main', '--dry-run'])
    expect(dry.stderr).to.contain('DRY RUN: no changes made')
    expect(picture(site)).to.deep.equal(before)
    const { stderr } = await site.ok(['instance', 'restore', 'main'])
    expect(stderr).to.match(
      /^INFO restoring backup \S+ \(full, ended \S+ \S+\) and all WAL that was archived since\nINFO keeping WAL files of the lost data directory in \S+\nINFO restoring instance \d+\/main with pgBackRest\nINFO bringing back WAL that was not archived, from \S+\n$/,
    )
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
    await site.psql('main', 'INSERT INTO t VALUES (4)')
  })

  it('or when all of it was, WAL too', async () => {
    await stopped()
    const home = join(site.datadir('main'), '..')
    rmSync(home, { recursive: true })
    await site.ok(['instance', 'restore'])
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4])
  })

  it('archives first what a crashed server had not archived', async () => {
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', "ALTER SYSTEM SET archive_command = 'false'")
    await site.psql('main', 'SELECT pg_reload_conf()')
    await insert(5)
    await site.psql('main', 'SELECT pg_switch_wal()')
    await site.psql('main', 'ALTER SYSTEM RESET archive_command')
    await powerCut(site, 'main')
    const { stderr } = await site.ok(['instance', 'restore', 'main'])
    expect(stderr).to.contain('INFO archiving WAL that could not be archived before\n')
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4, 5])
  })

  it('restores to a moment: exactly what was there then', async () => {
    await site.ok(['instance', 'backup', 'main'])
    await insert(6)
    moment = await momentBetween(site, 'main')
    await insert(7)
    await site.psql('main', 'CREATE TABLE later ()')
    await stopped()
    const { stderr } = await site.ok(['instance', 'restore', 'main', '--date', moment])
    expect(stderr).to.match(/^INFO restoring backup \S+ \(incr, ended .*\) and WAL up to \S+ \S+\+00\n/)
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4, 5, 6])
    expect(await site.psql('main', "SELECT 1 FROM pg_class WHERE relname = 'later'")).to.deep.equal([])
    await insert(8)
  })

  it('restores to a moment of a branch that was left, and to the latest state again', async () => {
    const now = await momentBetween(site, 'main')
    await insert(9)
    await stopped()
    await site.ok(['instance', 'restore', 'main', '--date', moment])
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4, 5, 6])
    await stopped()
    await site.ok(['instance', 'restore', 'main', '--date', now])
    await started()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4, 5, 6, 8])
  })

  it('restores one backup, and goes on from there', async () => {
    const oldest = (await backups()).at(-1) as ListedBackup
    await stopped()
    const { stderr } = await site.ok(['instance', 'restore', 'main', '--label', oldest.label])
    expect(stderr).to.contain(`INFO restoring backup ${oldest.label} (${oldest.type}, ended `)
    expect(stderr).to.contain('and no WAL after it\n')
    await started()
    const then = await values(site, 'main')
    expect(then).to.include(1).and.not.to.include(9)
    await insert(10)
    await stopped()
    await site.ok(['instance', 'restore', 'main'])
    await started()
    expect(await values(site, 'main')).to.deep.equal([...then, 10])
  })

  it('refuses what can not be, before it touches anything', async () => {
    await stopped()
    const before = picture(site)
    const refused = async (args: string[], code: number, message: string) => {
      const { stderr } = await site.run(['instance', 'restore', 'main', ...args], { expectExit: code })
      expect(stderr).to.contain(message)
    }
    await refused(
      ['--date', '2020-01-01'],
      1,
      "Error: stanza 'main' has no backup that ended before 2020-01-01 00:00:00+00: the oldest one ended ",
    )
    await refused(['--date', '2999-01-01'], 1, 'lies in the future')
    await refused(['--date', 'yesterday'], 2, "Invalid value for '--date'")
    await refused(['--date', '2023-02-30'], 2, "Invalid value for '--date'")
    await refused(['--label', 'nope'], 1, "Error: stanza 'main' has no backup 'nope'")
    await refused(
      ['--label', 'x', '--date', '2020-01-01'],
      2,
      '--label and --date arguments are mutually exclusive',
    )
    expect(picture(site)).to.deep.equal(before)
    await started()
  })
})

describe('pgbackrest: an instance made of a backup', () => {
  let site: Site

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', 'INSERT INTO t VALUES (2)')
  })

  after(() => site.destroy())

  it('outlives its own instance, unless told', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'main'], { input: 'y\n\n', expectExit: 0 })
    expect(stderr).to.contain('> Confirm deletion of 1 backup(s) for stanza main? [y/n] (n): ')
    expect(stderr).to.contain('INFO deconfiguring pgBackRest\n')
    expect(existsSync(join(repositoryOf(site), 'backup/main'))).to.equal(true)
    expect(readdirSync(join(site.prefix, 'etc/pgbackrest/conf.d'))).to.deep.equal([])
    expect(readdirSync(join(site.prefix, 'log/pgbackrest'))).to.deep.equal([])
  })

  it('is asked about', async () => {
    const before = picture(site)
    const { stderr } = await site.run(await creation(site, 'again', 'main'), { input: 'n\n', expectExit: 1 })
    expect(stderr).to.contain('> Confirm creation of instance from pgBackRest backup [y/n] (y): ')
    expect(stderr).to.contain(`WARNING creation of instance ${site.version}/again cancelled\nAborted!`)
    expect(picture(site)).to.deep.equal(before)
  })

  it('has all that was archived, at its own port, and archives', async () => {
    const args = await creation(site, 'again', 'main')
    const { stderr } = await site.ok(args)
    expect(stderr).to.match(
      /^INFO restoring backup \S+ \(full, ended .*\) and all WAL that was archived since\nINFO restoring from a pgBackRest backup\n/,
    )
    expect(await values(site, 'again')).to.deep.equal([1, 2])
    expect(await site.psql('again', 'SHOW port')).to.deep.equal([{ port: args[4] }])
    await site.psql('again', 'INSERT INTO t VALUES (3)')
    await site.ok(['instance', 'backup', 'again'])
    expect(await site.json(['instance', 'backups', 'again'])).to.have.length(2)
  })

  it('goes with its backups when that is agreed to', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'again'], { input: 'y\ny\n', expectExit: 0 })
    expect(stderr).to.contain('> Confirm deletion of 2 backup(s) for stanza main? [y/n] (n): ')
    expect(readdirSync(join(repositoryOf(site), 'backup'))).to.deep.equal([])
    expect(readdirSync(join(repositoryOf(site), 'archive'))).to.deep.equal([])
    expect(readdirSync(join(site.prefix, 'etc/pgbackrest/conf.d'))).to.deep.equal([])
    expect(readdirSync(join(site.prefix, 'log/pgbackrest'))).to.deep.equal([])
  })
})

describe('pgbackrest: an instance whose name means something to a shell', () => {
  const name = `b\\s"q%y$z'é`
  let site: Site

  before(async () => {
    site = await backupSite()
  })

  after(() => site.destroy())

  it('is backed up, and restored', async () => {
    await site.ok(await creation(site, name, 'main'))
    await site.psql(name, 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', name])
    await site.psql(name, 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'stop', name])
    rmSync(site.datadir(name), { recursive: true })
    await site.ok(['instance', 'restore', name])
    await site.ok(['instance', 'start', name])
    expect(await values(site, name)).to.deep.equal([1, 2])
  })
})
