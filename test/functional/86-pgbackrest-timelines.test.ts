import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { powerCut } from '../support/crash.js'
import { runProgram, until } from '../support/process.js'
import type { Site } from '../support/site.js'
import {
  backupSite,
  creation,
  type ListedBackup,
  momentBetween,
  repositoryOf,
  values,
} from './86-pgbackrest-site.js'

describe('pgbackrest: timelines that were left', () => {
  let site: Site
  let primary: string[]
  let moment: string
  let full: string
  const insert = (value: number) => site.psql('main', `INSERT INTO t VALUES (${value})`)
  const start = () => site.ok(['instance', 'start', 'main'])
  const archived = () => readdirSync(join(repositoryOf(site), 'archive/main', `${site.version}-1`))
  const conninfo = () => `host=${join(site.runPrefix, 'postgresql')} port=${primary[4]} user=postgres`
  const restore = (...args: string[]) => site.ok(['instance', 'restore', 'main', ...args])
  const standby = async (name: string) => [
    ...(await creation(site, name, 'main')),
    '--standby-for',
    conninfo(),
  ]
  const restoreTo = async (date: string) => {
    await site.ok(['instance', 'stop', 'main'])
    return restore('--date', date)
  }

  /** Starts the server as nobody of ours would: what it writes is not archived, but for names that the shell pattern takes. */
  async function startUnarchived(pattern: string): Promise<void> {
    const { stdout } = await site.ok(['pgconf', '-i', 'main', 'show', 'archive_command'])
    const ours = /'(.*)'/.exec(stdout)?.[1]
    const command = `case %f in ${pattern}) ${ours};; *) false;; esac`
    const argv = [join(site.bindir(), 'pg_ctl'), 'start', '-w', '-D', site.datadir('main')]
    const log = join(site.directory, 'tmp/unarchived.log')
    const { code, stderr } = await runProgram(
      [...argv, '-l', log, '-o', `-c archive_command="${command}" -c logging_collector=off`],
      { env: site.env },
    )
    expect(code, stderr).to.equal(0)
    await until('recovery has ended', async () => {
      const [{ recovering } = { recovering: true }] = await site.psql<{ recovering: boolean }>(
        'main',
        'SELECT pg_is_in_recovery() AS recovering',
      )
      return !recovering
    })
  }

  before(async () => {
    site = await backupSite()
    site.config(
      'postgresql/pg_hba.conf',
      'local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 trust\n',
    )
    primary = await creation(site, 'main')
    await site.ok(primary)
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    full = (await site.json<ListedBackup[]>(['instance', 'backups', 'main']))[0]?.label as string
    await insert(2)
    moment = await momentBetween(site, 'main')
    await insert(3)
    await site.ok(['instance', 'backup', 'main'])
    await insert(4)
  })

  after(() => site.destroy())

  it('are left at once: the first start after a restore archives the new one', async () => {
    const { stderr } = await restoreTo(moment)
    expect(stderr).to.contain(
      `INFO once it runs and is what was wished for, make a backup: 'pglift instance backup ${site.version}/main'\n`,
    )
    await start()
    expect(await values(site, 'main')).to.deep.equal([1, 2])
    expect(archived()).to.include('0000000200000000')
  })

  it('do not come back with a standby that is made of a backup', async () => {
    const { stderr } = await site.ok(await standby('second'))
    expect(stderr).to.match(/^INFO restoring from a pgBackRest backup\n/)
    await insert(5)
    await until('it has the row', async () => (await values(site, 'second')).includes(5))
    expect(await values(site, 'second')).to.deep.equal([1, 2, 5])
  })

  it('do not end a standby that is copied from the restored primary', async () => {
    const manifest = join(site.directory, 'copy.yaml')
    site.config('../copy.yaml', {
      name: 'copy',
      port: await site.freePort(),
      pgbackrest: null,
      standby: { primary_conninfo: conninfo() },
    })
    await site.ok(['instance', 'apply', '-f', manifest])
    await insert(6)
    await until('it has the row', async () => (await values(site, 'copy')).includes(6))
    const [row] = await site.psql('copy', 'SELECT pg_is_in_recovery() AS recovering')
    expect(row).to.deep.equal({ recovering: true })
    await site.ok(['instance', 'drop', 'copy'])
  })

  it('do not come back when WAL of the one that follows was not archived', async () => {
    const now = await momentBetween(site, 'main')
    await insert(7)
    const { stderr: said } = await restoreTo(now)
    const left = `WARNING the standby in ${site.datadir('second')} can't follow it any more: drop it, and create it again\n`
    expect(said).to.contain(left)
    await site.ok(['instance', 'drop', 'second'])
    await startUnarchived('*.history')
    await insert(8)
    await until('its history is archived', async () => archived().includes('00000003.history'))
    expect((await site.ok(await standby('third'))).stderr).to.match(/^INFO initializing PostgreSQL\n/)
    expect(await values(site, 'third')).to.deep.equal([1, 2, 5, 6, 8])
    await site.ok(['instance', 'drop', 'third'])
    await powerCut(site, 'main')
    rmSync(join(site.datadir('main'), '..'), { recursive: true })
    const { stderr } = await restore()
    expect(stderr).to.contain(`INFO restoring backup ${full} (full, ended `)
    expect(stderr).to.match(
      / and WAL up to 0\/[0-9A-F]+, where timeline 2 was left: what was done since then was not archived \(1 newer backup\(s\) lie on timelines that were left\)\n/,
    )
    await start()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 5, 6])
  })

  it('nor is WAL lost that only the directory of WAL still has', async () => {
    await restoreTo(moment)
    await startUnarchived('nothing')
    await insert(11)
    await powerCut(site, 'main')
    rmSync(site.datadir('main'), { recursive: true })
    const { stderr } = await restore()
    expect(stderr).to.contain(`INFO restoring backup ${full} (full, ended `)
    expect(stderr).to.match(/\nINFO bringing back WAL that was not archived, from \S+\/wal\.\w+\n/)
    await start()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 11])
  })

  it('do not come back when nothing of it was, not even that it had begun', async () => {
    await restoreTo(moment)
    await startUnarchived('nothing')
    await insert(9)
    await site.psql('main', 'SELECT pg_switch_wal()')
    await powerCut(site, 'main')
    const { stderr } = await restore()
    expect(stderr).to.contain(`INFO restoring backup ${full} (full, ended `)
    expect(stderr).to.contain('INFO archiving WAL that could not be archived before\n')
    await start()
    expect(await values(site, 'main')).to.deep.equal([1, 2, 9])
  })

  it('do not come back with an instance that is made of the backups that were kept', async () => {
    await insert(10)
    await site.run(['instance', 'drop', 'main'], { input: 'y\n\n', expectExit: 0 })
    const { stderr } = await site.ok(await creation(site, 'again', 'main'))
    expect(stderr).to.contain(
      ' and all WAL that was archived since (1 newer backup(s) lie on timelines that were left)\n',
    )
    expect(await values(site, 'again')).to.deep.equal([1, 2, 9, 10])
  })
})
