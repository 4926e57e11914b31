import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, type ListedBackup, repositoryOf, values } from './86-pgbackrest-site.js'

describe('pgbackrest: standbys', () => {
  let site: Site
  let primary: string[]
  const stanzaText = () => readFileSync(join(site.prefix, 'etc/pgbackrest/conf.d/main.conf'), 'utf8')
  const conninfo = () => `host=${join(site.runPrefix, 'postgresql')} port=${primary[4]} user=postgres`
  const standby = async (name: string) => [
    ...(await creation(site, name, 'main')),
    '--standby-for',
    conninfo(),
  ]
  const caughtUp = (name: string, count: number) =>
    until(`${name} has ${count} rows`, async () => (await values(site, name)).length === count)

  before(async () => {
    site = await backupSite()
    primary = await creation(site, 'main')
    const hba = 'local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 trust\n'
    site.config('postgresql/pg_hba.conf', hba)
    await site.ok(primary)
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
  })

  after(() => site.destroy())

  it('shares the stanza of its primary', async () => {
    const { stderr } = await site.ok(await standby('early'))
    expect(stderr).to.contain('INFO initializing PostgreSQL\n')
    expect(stderr).to.contain('WARNING not checking pgBackRest configuration on a standby\n')
    expect(stanzaText()).to.contain(`pg1-path=${site.datadir('main')}\n`)
    expect(stanzaText()).to.contain(`pg2-path=${site.datadir('early')}\n`)
    await caughtUp('early', 1)
  })

  it('backs up from the standby', async () => {
    const { stderr } = await site.ok(['instance', 'backup', 'early', '--type', 'full'])
    expect(stderr).to.contain(`INFO backing up instance ${site.version}/early with pgBackRest\n`)
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'main'])).to.have.length(1)
  })

  it('leaves backups to its primary when it is told to, as schedules do', async () => {
    const { stderr } = await site.ok(['instance', 'backup', 'early', '--unless-standby'])
    expect(stderr).to.equal(`INFO instance ${site.version}/early is a standby: its primary is backed up\n`)
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'main'])).to.have.length(1)
  })

  it('is made of a backup when there is one, without a question', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    // It goes to a password file, whose path stands in quotes in primary_conninfo.
    const args = [...(await standby('late')), '--standby-password', 's3kret']
    const { stderr } = await site.run(args, { expectExit: 0 })
    expect(stderr).to.match(/^INFO restoring from a pgBackRest backup\n/)
    await caughtUp('late', 2)
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    await caughtUp('late', 3)
    const view = await site.json<{ standby: { wal_sender_state: string } }>(['instance', 'get', 'late'])
    expect(view.standby.wal_sender_state).to.equal('streaming')
    expect(stanzaText()).to.contain(`pg3-path=${site.datadir('late')}\n`)
  })

  it('is not restored in place', async () => {
    await site.ok(['instance', 'stop', 'early'])
    const { stderr } = await site.run(['instance', 'restore', 'early'], { expectExit: 1 })
    expect(stderr).to.contain(`Error: ${site.version}/early is a read-only standby instance`)
  })

  it('dropped leaves stanza and backups to the others', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'early'], { input: 'y\n', expectExit: 0 })
    expect(stderr).not.to.contain('backup(s)')
    expect(stanzaText()).not.to.contain('early')
    expect(stanzaText()).to.contain(`pg2-path=${site.datadir('late')}\n`)
    expect(readdirSync(join(repositoryOf(site), 'backup'))).to.deep.equal(['main'])
  })

  it('outlives its primary, and is checked when it is promoted', async () => {
    await site.ok(['instance', 'drop', 'main'])
    expect(stanzaText()).to.contain(`pg1-path=${site.datadir('late')}\n`)
    const { stderr } = await site.run(['instance', 'promote', 'late'], { input: 'y\n', expectExit: 0 })
    expect(stderr).to.contain('> Check pgBackRest configuration and WAL archival? [y/n] (y): ')
    expect(stderr).to.contain("INFO checking pgBackRest configuration for stanza 'main'\n")
    await site.psql('late', 'INSERT INTO t VALUES (4)')
    await site.ok(['instance', 'backup', 'late', '--unless-standby'])
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'late'])).to.have.length(2)
  })

  it('made from scratch is the former primary again', async () => {
    await site.ok(['instance', 'stop', 'late'])
    await site.ok(['instance', 'restore', 'late'])
    await site.ok(['instance', 'start', 'late'])
    expect(await values(site, 'late')).to.deep.equal([1, 2, 3, 4])
  })
})

describe('pgbackrest: upgrade', () => {
  let site: Site

  before(async () => {
    site = await backupSite()
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    await site.ok(['instance', 'stop', 'main'])
  })

  after(() => site.destroy())

  it('takes the stanza along', async () => {
    const { stderr } = await site.ok(['instance', 'upgrade', 'main', '--name', 'next'])
    expect(stderr).to.contain("INFO upgrading pgBackRest stanza 'main'\n")
    const text = readFileSync(join(site.prefix, 'etc/pgbackrest/conf.d/main.conf'), 'utf8')
    expect(text)
      .to.contain(`pg1-path=${site.datadir('next')}\n`)
      .and.not.to.contain(site.datadir('main'))
    const [row] = await site.psql<{ archive_command: string }>('next', 'SHOW archive_command')
    expect(row?.archive_command).to.contain(`--pg1-path=${site.datadir('next')} `)
  })

  it('does not restore what was backed up before it', async () => {
    await site.ok(['instance', 'stop', 'next'])
    const [former] = await site.json<ListedBackup[]>(['instance', 'backups', 'next'])
    const latest = await site.run(['instance', 'restore', 'next'], { expectExit: 1 })
    expect(latest.stderr).to.contain("Error: stanza 'main' has no backup that leads to the present cluster")
    const named = await site.run(['instance', 'restore', 'next', '--label', former?.label ?? ''], {
      expectExit: 1,
    })
    expect(named.stderr).to.contain('of the present cluster: PostgreSQL was upgraded since')
    await site.ok(['instance', 'start', 'next'])
  })

  it('backs up the new cluster, and restores it', async () => {
    await site.psql('next', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'backup', 'next'])
    await site.psql('next', 'INSERT INTO t VALUES (3)')
    await site.ok(['instance', 'stop', 'next'])
    await site.ok(['instance', 'restore', 'next'])
    await site.ok(['instance', 'start', 'next'])
    expect(await values(site, 'next')).to.deep.equal([1, 2, 3])
  })

  it('dropped later, the former instance leaves the stanza alone', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'main'], { input: 'y\n', expectExit: 0 })
    expect(stderr).not.to.contain('pgBackRest')
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'next'])).to.have.length(2)
  })
})
