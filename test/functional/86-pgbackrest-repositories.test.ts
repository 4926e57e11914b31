import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { picture } from '../support/picture.js'
import type { Site } from '../support/site.js'
import { RepositoryHost, sshLab } from './86-pgbackrest-hosts.js'
import {
  backupSite,
  creation,
  type ListedBackup,
  newBackupSite,
  repositoryOf,
  values,
} from './86-pgbackrest-site.js'

interface Listed extends ListedBackup {
  readonly repository?: number
}

const listed = (site: Site) => site.json<Listed[]>(['instance', 'backups', 'main'])

/** Repositories of the listed backups, newest first. */
const keys = async (site: Site) => (await listed(site)).map(({ repository }) => repository)

/** Segments of WAL in a repository. */
const segments = (repository: string) =>
  readdirSync(join(repository, 'archive/main'), { recursive: true, encoding: 'utf8' })
    .flatMap((path) => /[0-9A-F]{24}(?=-)/.exec(path)?.[0] ?? [])
    .sort()

/** Changes the section `pgbackrest` of the site's settings. */
function change(site: Site, edit: (section: Record<string, unknown>) => object): void {
  const settings = parse(readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8'))
  site.config('settings.yaml', { ...settings, pgbackrest: edit(settings.pgbackrest) })
}

describe('pgbackrest: two repositories of this host', () => {
  let site: Site
  const second = () => join(site.directory, 'second')

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
  })

  after(() => site.destroy())

  it('lists no repository while there is one', async () => {
    expect(await keys(site)).to.deep.equal([undefined])
  })

  it('gets the stanzas that are there when it is added', async () => {
    const further = { mode: 'path', path: second(), retention: { full: 1 }, options: { bundle: true } }
    change(site, (section) => ({ ...section, further_repositories: [further] }))
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.equal(
      [
        'INFO installing base pgbackrest configuration',
        'INFO creating pgbackrest repository path',
        'INFO creating pgBackRest stanza main',
        `WARNING stanza 'main' has no backup there yet: make one, 'pglift instance backup ${site.version}/main'`,
        '',
      ].join('\n'),
    )
    const before = picture(site)
    expect((await site.ok(['site-configure', 'install'])).stderr).to.equal('')
    expect(picture(site)).to.deep.equal(before)
    const conf = readFileSync(join(site.prefix, 'etc/pgbackrest/pgbackrest.conf'), 'utf8')
    expect(conf).to.contain(`\nrepo2-path=${second()}\n`).and.to.contain('\nrepo2-bundle=y\n')
    expect(conf).to.contain('\nrepo2-retention-full=1\n').and.to.contain('\nrepo1-retention-full=2\n')
  })

  it('takes WAL into both, backups into the one that is asked for', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'backup', 'main', '--repo', '2'])
    await site.ok(['instance', 'backup', 'main'])
    expect(await keys(site)).to.deep.equal([1, 2, 1])
    expect(segments(repositoryOf(site))).to.include.members(segments(second()))
    const { stdout } = await site.ok(['instance', 'backups', 'main'])
    expect(stdout).to.match(/\| label +\| .* databases +\| repository \|/)
    const { stderr } = await site.run(['instance', 'backup', 'main', '--repo', '3'], { expectExit: 1 })
    expect(stderr).to.contain('Error: there is no repository 3\nhint: repositories of this site: 1, 2; ')
  })

  it('keeps as much as each is to keep', async () => {
    await site.ok(['instance', 'backup', 'main', '--repo', '2', '--type', 'full'])
    expect(await keys(site)).to.deep.equal([2, 1, 1])
  })

  it('survives the loss of the first', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.datadir('main'), { recursive: true })
    renameSync(repositoryOf(site), `${repositoryOf(site)}.lost`)
    const check = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(check.stderr).to.contain(`ERROR pgBackRest repository path ${repositoryOf(site)} missing\n`)
    await site.ok(['site-configure', 'install'])
    expect(await keys(site)).to.deep.equal([2])
    const { stderr } = await site.ok(['instance', 'restore', 'main'])
    expect(stderr).to.match(/INFO restoring backup \S+ \(full, /)
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('gets its stanza back, and both go with the instance', async () => {
    await site.run(['site-configure', 'install'], { input: 'y\n', expectExit: 0 })
    expect(existsSync(join(repositoryOf(site), 'backup/main/backup.info'))).to.equal(true)
    await site.ok(['instance', 'backup', 'main'])
    expect(await keys(site)).to.deep.equal([1, 2])
    const { stderr } = await site.run(['instance', 'drop', 'main'], { input: 'y\ny\n', expectExit: 0 })
    expect(stderr).to.contain('> Confirm deletion of 2 backup(s) for stanza main? [y/n] (n): ')
    for (const repository of [repositoryOf(site), second()])
      expect(readdirSync(join(repository, 'backup'))).to.deep.equal([])
  })

  it('makes an instance with a stanza in both, and takes both back when it fails', async () => {
    const args = await creation(site, 'main')
    const file = site.config('postgresql/pgbackrest.conf', "archive_mode = on\narchive_command = 'false'\n")
    const failed = await site.run(args, { expectExit: 1, timeoutMs: 180_000 })
    expect(failed.stderr).to.contain("pgBackRest could not check stanza 'main'")
    rmSync(file)
    for (const repository of [repositoryOf(site), second()])
      expect(readdirSync(join(repository, 'backup'))).to.deep.equal([])
    await site.ok(args)
    expect(segments(second())).to.deep.equal(segments(repositoryOf(site)))
  })
})

describe('pgbackrest: a repository here and one on an SSH host', () => {
  let site: Site
  let host: RepositoryHost
  const there = () => join(host.directory, 'repo')

  before(async () => {
    site = await newBackupSite()
    host = await RepositoryHost.below(site.directory)
    const { sshd, client } = sshLab(join(site.directory, 'ssh'), host.port)
    const user = userInfo().username
    const remote = {
      mode: 'host-ssh',
      host: 'repo',
      host_port: host.port,
      host_config: host.configuration,
      host_user: user,
      cmd_ssh: client,
    }
    change(site, (section) => ({ ...section, further_repositories: [remote] }))
    const args = await creation(site, 'main')
    const pg = {
      'pg1-path': site.datadir('main'),
      'pg1-port': args[4] as string,
      'pg1-socket-path': join(site.runPrefix, 'postgresql'),
      'pg1-user': 'backup',
      'pg1-host': 'pg',
      'pg1-host-user': user,
      'pg1-host-port': host.port,
      'pg1-host-config-path': join(site.prefix, 'etc/pgbackrest'),
    }
    host.configure({ 'cmd-ssh': client }, pg, 2)
    await host.serve(sshd[0] as string, sshd.slice(1))
    await site.ok(['site-configure', 'install'])
    await site.ok(args)
  })

  after(async () => {
    host.stop()
    await site.destroy()
  })

  it('has the stanza and WAL in both', () => {
    expect(existsSync(join(there(), 'backup/main/backup.info'))).to.equal(true)
    expect(segments(there())).to.deep.equal(segments(repositoryOf(site)))
  })

  it('makes backups here, and leaves those of the host to the host', async () => {
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    const { stderr } = await site.ok(['instance', 'backup', 'main', '--type', 'full'])
    expect(stderr).to.equal(`INFO backing up instance ${site.version}/main with pgBackRest\n`)
    const refused = await site.run(['instance', 'backup', 'main', '--repo', '2'], { expectExit: 1 })
    expect(refused.stderr).to.contain('are made by its repository host, repo\n')
    host.pgbackrest('--type=full', 'backup')
    expect(await keys(site)).to.deep.equal([2, 1])
  })

  it('restores from the host what is lost here', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'stop', 'main'])
    for (const lost of [site.datadir('main'), join(repositoryOf(site), 'backup/main')])
      rmSync(lost, { recursive: true })
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2])
  })

  it('keeps the backups of the host when the instance is dropped', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'main'], { input: 'y\ny\n', expectExit: 0 })
    expect(stderr).to.contain("INFO 1 backup(s) of stanza 'main' stay on repository host repo\n")
    expect(existsSync(join(there(), 'backup/main/backup.info'))).to.equal(true)
  })
})
