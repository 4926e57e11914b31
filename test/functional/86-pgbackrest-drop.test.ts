import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { powerCut } from '../support/crash.js'
import { picture } from '../support/picture.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, repositoryOf, values } from './86-pgbackrest-site.js'

const INITIAL_CONF = '.postgresql.conf.initdb'

/** Role and database of a component would be there twice, were they not looked for. */
const settings = { postgresql: { replrole: 'replication' } }

async function manifest(site: Site, name: string, rest: object): Promise<string> {
  const file = join(site.directory, `${name}.json`)
  writeFileSync(file, JSON.stringify({ name, port: await site.freePort(), ...rest }))
  return file
}

const roleNames = async (site: Site, instance: string) =>
  (await site.psql<{ rolname: string }>(instance, "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'"))
    .map(({ rolname }) => rolname)
    .sort()

describe('pgbackrest: an instance that is dropped and made again of its backup', () => {
  let site: Site
  let initial: string
  const initialConf = (name: string) => readFileSync(join(site.datadir(name), INITIAL_CONF), 'utf8')

  before(async () => {
    site = await backupSite({ settings })
    site.config('postgresql/pg_hba.conf', 'local all all trust\nlocal replication all trust\n')
    const roles = [{ name: 'bob', login: true }]
    const file = await manifest(site, 'main', {
      pgbackrest: { stanza: 'main' },
      roles,
      databases: [{ name: 'shop', owner: 'bob' }],
      settings: { max_connections: 33 },
    })
    await site.ok(['instance', 'apply', '-f', file])
    initial = initialConf('main')
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', 'INSERT INTO t VALUES (2)')
  })

  after(() => site.destroy())

  it('archives its last WAL before it goes', async () => {
    const { stderr } = await site.ok(['instance', 'drop', 'main'])
    expect(stderr).not.to.contain('archiving WAL')
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('has every row again, and only what was missing is made', async () => {
    const roles = [
      { name: 'bob', login: true },
      { name: 'alice', login: true },
    ]
    const file = await manifest(site, 'main', {
      pgbackrest: { stanza: 'main' },
      roles,
      databases: [{ name: 'shop', owner: 'alice' }, { name: 'new' }],
    })
    const { stderr } = await site.ok(['instance', 'apply', '-f', file])
    expect(stderr).to.contain('INFO restoring from a pgBackRest backup\n')
    expect(stderr)
      .to.contain("INFO creating role 'alice'\n")
      .and.to.match(/INFO creating 'new' database/)
    expect(stderr).not.to.match(/creating role '(backup|replication|bob)'|creating 'shop'/)
    expect(await values(site, 'main')).to.deep.equal([1, 2])
    expect(await roleNames(site, 'main')).to.deep.equal(['alice', 'backup', 'bob', 'postgres', 'replication'])
    const owner = "SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'shop'"
    expect(await site.psql('main', owner)).to.deep.equal([{ owner: 'alice' }])
  })

  it("has initdb's own configuration still, to which settings return", async () => {
    expect(initialConf('main')).to.equal(initial)
    expect(await site.psql('main', 'SHOW max_connections')).to.deep.equal([{ max_connections: '33' }])
    const apply = ['instance', 'apply', '-f', join(site.directory, 'main.json')]
    expect(await site.json(apply)).to.deep.include({ change_state: 'changed', pending_restart: true })
    expect(await site.json(apply)).to.deep.include({ change_state: null })
    await site.ok(['instance', 'restart', 'main'])
    expect(await site.psql('main', 'SHOW max_connections')).to.deep.equal([{ max_connections: '100' }])
  })

  it('says in a dry run that objects are looked at later', async () => {
    await site.ok(['instance', 'drop', 'main'])
    const before = picture(site)
    const { stderr } = await site.ok([...(await creation(site, 'main')), '--dry-run'])
    expect(stderr).to.contain(
      'INFO roles and databases are compared with what the instance holds once it runs',
    )
    expect(stderr).to.contain('DRY RUN: no changes made')
    expect(picture(site)).to.deep.equal(before)
  })

  it('says which parameters are lower than its WAL needs', async () => {
    const look = () => picture(site).filter((line) => !line.includes(' p/log/'))
    const before = look()
    const args = ['--non-interactive', ...(await creation(site, 'main'))]
    const { stderr } = await site.run(args, { expectExit: 1 })
    expect(stderr).to.contain(
      `Error: ${site.version}/main can't replay its WAL: max_connections is 33 and was 100 when that WAL was written\nhint: `,
    )
    expect(look()).to.deep.equal(before)
  })

  it('may have a twin that is promoted at once, but not in its stanza', async () => {
    const primary = await creation(site, 'main')
    const raised = await manifest(site, 'main', {
      port: Number(primary[4]),
      pgbackrest: { stanza: 'main' },
      settings: { max_connections: 100 },
    })
    await site.ok(['instance', 'apply', '-f', raised])
    await site.psql('main', 'DROP ROLE replication')
    const conninfo = `host=${join(site.runPrefix, 'postgresql')} port=${primary[4]} user=postgres`
    const copy = (rest: object) =>
      manifest(site, 'copy', {
        standby: { primary_conninfo: conninfo, status: 'promoted' },
        roles: [{ name: 'bob', login: true, connection_limit: 3 }],
        ...rest,
      })
    const twice = ['instance', 'apply', '-f', await copy({ pgbackrest: { stanza: 'main' } })]
    const refused = await site.run(['--non-interactive', ...twice], { expectExit: 1 })
    expect(refused.stderr).to.contain("Stanza 'main' already bound to another instance")
    expect(existsSync(site.datadir('copy'))).to.equal(false)
    const { stderr } = await site.ok(['instance', 'apply', '-f', await copy({ pgbackrest: null })])
    expect(stderr).to.contain('INFO promoting PostgreSQL instance\n')
    expect(stderr).to.contain("INFO creating role 'replication'\n").and.not.to.contain("creating role 'bob'")
    const limit = "SELECT rolconnlimit AS n, pg_is_in_recovery() AS r FROM pg_roles WHERE rolname = 'bob'"
    expect(await site.psql('copy', limit)).to.deep.equal([{ n: 3, r: false }])
    expect(initialConf('copy')).to.equal(initial)
  })
})

describe('pgbackrest: a drop that can not archive the last WAL', () => {
  let site: Site
  const archive = () => join(repositoryOf(site), 'archive/main', `${site.version}-1`)
  const drop = ['instance', 'drop', 'main']
  const unwritable = (work: () => Promise<void>) => async () => {
    const names = readdirSync(archive()).filter((name) => /^[0-9A-F]{16}$/.test(name))
    const paths = [archive(), ...names.map((name) => join(archive(), name))]
    for (const path of paths) chmodSync(path, 0o500)
    try {
      await work()
    } finally {
      for (const path of paths) if (existsSync(path)) chmodSync(path, 0o750)
    }
  }
  const question = () => `> Drop instance ${site.version}/main all the same? [y/n] (n): `

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
  })

  after(() => site.destroy())

  it(
    'asks first, and leaves everything as it was',
    unwritable(async () => {
      await site.psql('main', 'INSERT INTO t VALUES (2)')
      const { stderr } = await site.run(['--non-interactive', ...drop], { expectExit: 1 })
      expect(stderr).to.contain('WARNING pgBackRest could not archive WAL segment ')
      expect(stderr).to.match(
        /WARNING backups of \S+ are kept, but .* \d+ segment\(s\) of its WAL could not be/,
      )
      expect(stderr).to.contain(`WARNING deletion of instance ${site.version}/main cancelled: repair`)
      expect(await values(site, 'main')).to.deep.equal([1, 2])
      const asked = await site.run(drop, { input: 'y\nn\nn\n', expectExit: 1 })
      expect(asked.stderr).to.contain(question())
      expect(await values(site, 'main')).to.deep.equal([1, 2])
    }),
  )

  it('loses nothing once it can', async () => {
    await site.ok(drop)
    await site.ok(await creation(site, 'main'))
    expect(await values(site, 'main')).to.deep.equal([1, 2])
  })

  it('asks when the server crashed', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    await powerCut(site, 'main')
    const { stderr } = await site.run(['--non-interactive', ...drop], { expectExit: 1 })
    expect(stderr).to.contain('it crashed, and its last WAL was not archived')
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('does not wait for ever', async () => {
    await site.psql('main', "ALTER SYSTEM SET archive_command = 'sleep 600'")
    await site.psql('main', 'SELECT pg_reload_conf()')
    await site.psql('main', 'INSERT INTO t VALUES (4)')
    const { stderr } = await site.run(drop, {
      input: 'y\nn\ny\n',
      expectExit: 0,
      env: { PGCTLTIMEOUT: '8' },
    })
    expect(stderr).to.contain(
      `WARNING PostgreSQL ${site.version}-main does not stop in time: it is stopped without a checkpoint\n`,
    )
    // What was finished is archived all the same, so that there is nothing to ask.
    expect(existsSync(site.datadir('main'))).to.equal(false)
    await site.ok(await creation(site, 'main'))
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4])
  })

  it('drops it all the same when told', async () => {
    await unwritable(async () => {
      await site.psql('main', 'INSERT INTO t VALUES (5)')
      const { stderr } = await site.run(drop, { input: 'y\nn\ny\n', expectExit: 0 })
      expect(stderr).to.contain(question())
    })()
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('does not delete a stanza to which WAL is still being archived', async () => {
    await site.ok(await creation(site, 'main'))
    // One that is at work for longer than all the rest of a drop takes.
    const program = join(site.directory, 'tmp/pgbackrest')
    copyFileSync('/bin/sleep', program)
    const archiver = spawn(program, ['8'], { cwd: site.datadir('main'), stdio: 'ignore' })
    await site.run(drop, { input: 'y\ny\n', expectExit: 0 })
    expect(archiver.exitCode).to.equal(0)
    expect(existsSync(archive())).to.equal(false)
  })
})
