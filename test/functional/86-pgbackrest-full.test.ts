import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { creation, type ListedBackup, newBackupSite, values } from './86-pgbackrest-site.js'

describe('pgbackrest: a disk that is full during archiving', () => {
  let site: Site
  const full = () => join(site.directory, 'full')
  const insert = (value: number) => site.psql('main', `INSERT INTO t VALUES (${value})`)
  const archiver = async () => {
    const text = 'SELECT archived_count::int AS archived, failed_count::int AS failed FROM pg_stat_archiver'
    const [row] = await site.psql<{ archived: number; failed: number }>('main', text)
    return row ?? { archived: 0, failed: 0 }
  }

  before(async () => {
    site = await newBackupSite()
    // While the file is there pgBackRest, and nobody else, can't write files of more than a few blocks.
    const program = join(site.directory, 'pgbackrest')
    const text = `#!/bin/sh\n[ -e ${full()} ] && trap '' XFSZ && ulimit -f 8\nexec pgbackrest "$@"\n`
    writeFileSync(program, text, { mode: 0o755 })

    const settings = parse(readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8'))
    site.config('settings.yaml', {
      ...settings,
      pgbackrest: { ...settings.pgbackrest, execpath: program, options: { 'archive-timeout': 5 } },
    })
    await site.ok(['site-configure', 'install'])
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
  })

  after(() => site.destroy())

  it('keeps WAL where it is, and the instance running', async () => {
    writeFileSync(full(), '')
    await insert(2)
    await site.psql('main', 'SELECT pg_switch_wal()')
    await until('archiving has failed', async () => (await archiver()).failed > 0)
    await insert(3)
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('does not hinder a stop and a start', async () => {
    await site.ok(['instance', 'restart', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('lets no backup pass that could not be restored', async () => {
    const { stderr } = await site.run(['instance', 'backup', 'main'], { expectExit: 1 })
    expect(stderr).to.match(/Error: pgBackRest could not back up stanza 'main': \[\d{3}\]/)
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'main'])).to.have.length(1)
  })

  it('loses nothing: once there is room, all of it is archived and restored', async () => {
    await insert(4)
    rmSync(full())
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.datadir('main'), { recursive: true })
    rmSync(join(site.datadir('main'), '../wal'), { recursive: true })
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4])
  })
})
