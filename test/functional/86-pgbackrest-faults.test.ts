import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { fileSizeLimit, killedAtNote, sweep } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { processesBelow, runProgram, signal, until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, type ListedBackup, repositoryOf, values } from './86-pgbackrest-site.js'

const CANARY = 'canary-passphrase-5f2'

function* textsBelow(directory: string): Generator<[string, string]> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* textsBelow(path)
    else if (entry.isFile()) yield [path, readFileSync(path, 'latin1')]
  }
}

describe('pgbackrest: an encrypted repository', () => {
  let site: Site
  before(async () => {
    site = await backupSite({
      pgbackrest: {
        options: { 'repo1-cipher-type': 'aes-256-cbc' },
        secrets: [{ option: 'repo1-cipher-pass', command: ['/bin/echo', CANARY] }],
      },
    })
  })

  after(() => site.destroy())

  it('has its passphrase in one file of mode 0600, and in no log', async () => {
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['-L', 'debug', 'instance', 'backup', 'main'])
    const holding = [...textsBelow(site.directory)]
      .filter(([, text]) => text.includes(CANARY))
      .map(([path]) => path)
    const conf = join(site.prefix, 'etc/pgbackrest/pgbackrest.conf')
    expect(holding).to.have.members([conf, join(site.configDirectory, 'settings.yaml')])
    expect(statSync(conf).mode & 0o777).to.equal(0o600)
  })

  it('holds nothing in clear, and restores', async () => {
    const info = readFileSync(join(repositoryOf(site), 'backup/main/backup.info'), 'latin1')
    expect(info.slice(0, 8)).to.equal('Salted__')
    const [backup] = await site.json<ListedBackup[]>(['instance', 'backups', 'main'])
    expect(backup?.databases).to.deep.equal(['postgres'])
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.datadir('main'), { recursive: true })
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2])
  })

  it('with another passphrase says so, and nothing is made', async () => {
    const conf = join(site.prefix, 'etc/pgbackrest/pgbackrest.conf')
    const text = readFileSync(conf, 'utf8')
    writeFileSync(conf, text.replace(CANARY, 'wrong'))
    const before = picture(site)
    const args = await creation(site, 'other', 'main')
    await site.run(args, { expectExit: 2 })
    const listed = await site.run(['instance', 'backups', 'main'], { expectExit: 1 })
    expect(listed.stderr).to.match(/passphrase|crypt/i)
    const backup = await site.run(['instance', 'backup', 'main'], { expectExit: 1 })
    expect(backup.stderr).to.match(/Error: pgBackRest could not back up stanza 'main': \[\d{3}\]/)
    expect(picture(site).filter((line) => !/log\/pgbackrest/.test(line))).to.deep.equal(
      before.filter((line) => !/log\/pgbackrest/.test(line)),
    )
    writeFileSync(conf, text)
  })
})

describe('pgbackrest: what goes wrong', () => {
  let site: Site
  const backups = () => site.json<ListedBackup[]>(['instance', 'backups', 'main'])
  const backrests = () =>
    processesBelow(site.directory).filter(({ command }) => /pgbackrest .*backup$/.test(command))

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
  })

  after(() => site.destroy())

  const restoredRows = async () => {
    await site.ok(['instance', 'stop', 'main'])
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    return values(site, 'main')
  }

  it('a backup that is killed is not listed, and the next one is made', async () => {
    const running = site.run(['instance', 'backup', 'main', '--type', 'full'])
    await until('a backup runs', () => backrests().length > 0)
    for (const { pid } of backrests()) signal(pid, 'SIGKILL')
    const { code, stderr } = await running
    expect(code).to.equal(1)
    expect(stderr).to.contain('SIGKILL')
    expect(await backups()).to.have.length(1)
    expect(await restoredRows()).to.deep.equal([1])
    await site.ok(['instance', 'backup', 'main', '--type', 'full'])
    expect(await backups()).to.have.length(2)
  })

  it('a killed pglift leaves the instance as usable as before', async () => {
    let pid = 0
    const running = site.run(['instance', 'backup', 'main', '--type', 'full'], {
      onStart: (started) => {
        pid = started
      },
    })
    await until('a backup runs', () => backrests().length > 0)
    signal(pid, 'SIGKILL')
    await running
    await until('pgBackRest has ended', () => backrests().length === 0, 60_000)
    await site.ok(['instance', 'restart', 'main'])
    await site.ok(['instance', 'backup', 'main'])
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
  })

  it('a restore killed half-way is no instance that starts, until it is restored again', async () => {
    await site.ok(['instance', 'stop', 'main'])
    const killed = await site.run(['instance', 'restore', 'main'], { wrapper: killedAtNote(3) })
    expect(killed.code).to.equal(137)
    const started = await site.run(['instance', 'start', 'main'])
    expect(started.code).to.equal(1)
    expect(started.stderr).to.contain("run 'pglift recover' first")
    const { stderr } = await site.ok(['recover'])
    expect(stderr).to.contain("WARNING what 'instance restore' had done to")
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1])
  })

  it('two backups at once: the second says so', async () => {
    const first = site.run(['instance', 'backup', 'main', '--type', 'full'])
    // Its worker comes when it has its lock; it waits for the other one to be refused.
    const copies = () =>
      processesBelow(site.directory).some(({ command }) => /pgbackrest .*backup:local$/.test(command))
    await until('a backup copies', copies)
    const pids = backrests().map(({ pid }) => pid)
    for (const pid of pids) signal(pid, 'SIGSTOP')
    const second = await site.run(['instance', 'backup', 'main']).finally(() => {
      for (const pid of pids) signal(pid, 'SIGCONT')
    })
    expect(second.code).to.equal(1)
    expect(second.stderr).to.contain('[050]').and.to.contain('hint: another backup, restore or check')
    expect((await first).code).to.equal(0)
  })

  it('sessions in other time zones: labels come in their order all the same', async () => {
    for (const TZ of ['Pacific/Kiritimati', 'Pacific/Honolulu'])
      await site.ok(['instance', 'backup', 'main'], { env: { TZ } })
    const labels = (await backups()).map(({ label }) => label)
    expect(labels).to.deep.equal(labels.toSorted().reverse())
  })

  it('a repository that can not be written', async () => {
    chmodSync(repositoryOf(site), 0o500)
    chmodSync(join(repositoryOf(site), 'backup/main'), 0o500)
    const { stderr, code } = await site.run(['instance', 'backup', 'main'])
    chmodSync(repositoryOf(site), 0o750)
    chmodSync(join(repositoryOf(site), 'backup/main'), 0o750)
    expect(code).to.equal(1)
    expect(stderr).to.contain(`pgBackRest repository path ${repositoryOf(site)} exists but is not writable`)
  })

  it('a disk that is full during a backup: nothing half-made is listed', async () => {
    const before = await backups()
    const args = ['instance', 'backup', 'main', '--type', 'full']
    const { code, stderr } = await site.run(args, { wrapper: fileSizeLimit(64) })
    expect(code, stderr).to.equal(1)
    expect(await backups()).to.deep.equal(before)
    expect(await restoredRows()).to.deep.equal([1])
    await site.ok(args)
  })

  it('a stanza of another cluster, without a backup: nothing is made', async () => {
    const args = await creation(site, 'lost')
    await site.ok(args)
    await site.ok(['instance', 'stop', 'lost'])
    rmSync(join(site.datadir('lost'), '..'), { recursive: true })
    rmSync(join(site.prefix, 'etc/pgbackrest/conf.d/lost.conf'))
    const before = picture(site)
    const { stderr } = await site.run(args, { expectExit: 1 })
    expect(stderr).to.match(
      /Error: stanza 'lost' exists in the repository, without a backup that could be restored, for the cluster with system identifier \d+\n/,
    )
    expect(picture(site)).to.deep.equal(before)
  })

  it('an instance that has become another cluster is not restored over, nor is the stanza deleted', async () => {
    await site.ok(['instance', 'stop', 'main'])
    const datadir = site.datadir('main')
    const conf = readFileSync(join(datadir, 'postgresql.conf'))
    rmSync(datadir, { recursive: true })
    const initdb = [join(site.bindir(), 'initdb'), '-D', datadir, '-U', 'postgres', '--no-sync']
    expect((await runProgram(initdb, { env: site.env })).code).to.equal(0)
    writeFileSync(join(datadir, 'postgresql.conf'), conf)
    const { stderr } = await site.run(['instance', 'restore', 'main'], { expectExit: 1 })
    expect(stderr).to.match(
      /Error: stanza 'main' holds another cluster \(system identifier \d+\) than \S+ \(\d+\)/,
    )
    const dropped = await site.run(['instance', 'drop', 'main'], { input: 'y\n', expectExit: 0 })
    expect(dropped.stderr).to.contain("WARNING stanza 'main' is kept")
    expect(existsSync(join(repositoryOf(site), 'backup/main/backup.info'))).to.equal(true)
  })
})

describe('pgbackrest: a creation that is killed', function () {
  this.timeout(600_000)
  let site: Site
  let repository: string

  before(async () => {
    // Elsewhere: WAL that is archived has another name each time.
    repository = mkdtempSync(join(tmpdir(), 'repo-'))
    site = await backupSite({ pgbackrest: { repository: { mode: 'path', path: repository } } })
  })

  after(async () => {
    await site.destroy()
    rmSync(repository, { recursive: true })
  })

  const backrestPicture = async () => {
    const directories = ['backup', 'archive'].map((name) => join(repository, name))
    return directories.flatMap((path) => (existsSync(path) ? readdirSync(path) : []))
  }

  it('ends, recovered, in no trace or a whole instance', async () => {
    const args = await creation(site, 'main')
    await site.ok(args)
    await site.ok(['instance', 'drop', 'main'])
    const seen = await sweep({
      site,
      args,
      reset: async () => void (await site.ok(['instance', 'drop', 'main'])),
      look: backrestPicture,
      stride: 3,
    })
    expect(seen.before).to.be.greaterThan(3)
  })
})
