import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { picture } from '../support/picture.js'
import type { Site } from '../support/site.js'
import { creation, type ListedBackup, newBackupSite, values } from './86-pgbackrest-site.js'

describe('pgbackrest: a site that comes to backups later', () => {
  let site: Site
  let section: unknown
  let port = 0

  const settings = () => parse(readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8'))

  /** The settings with the section, or without. */
  const enable = (enabled: boolean) => {
    const { pgbackrest: _, ...rest } = settings()
    site.config('settings.yaml', enabled ? { ...rest, pgbackrest: section } : rest)
  }

  const apply = async (fields: object, options: { expectExit?: number } = {}) => {
    const file = site.config('main.json', JSON.stringify({ name: 'main', port, ...fields }))
    return site.run(['--non-interactive', 'instance', 'apply', '-f', file], { expectExit: 0, ...options })
  }

  before(async () => {
    site = await newBackupSite()
    section = settings().pgbackrest
    enable(false)
    port = await site.freePort()
    await site.ok(['site-configure', 'install'])
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    enable(true)
    await site.ok(['site-configure', 'install'])
  })

  after(() => site.destroy())

  it('refuses what would end without backups', async () => {
    await site.ok(await creation(site, 'other'))
    const before = picture(site)
    const taken = await apply({ pgbackrest: { stanza: 'other' } }, { expectExit: 1 })
    expect(taken.stderr).to.contain(
      `Stanza 'other' already bound to another instance (datadir=${site.datadir('other')})`,
    )
    expect(picture(site)).to.deep.equal(before)
    await site.ok(['instance', 'stop', 'main'])
    const stopped = await apply({ pgbackrest: { stanza: 'main' } }, { expectExit: 1 })
    expect(stopped.stderr).to.contain(`${site.version}/main must be running when it gets a stanza`)
    await site.ok(['instance', 'start', 'main'])
  })

  it('gives an instance that is there its role, its stanza and the proof that it archives', async () => {
    const { stderr } = await apply({ pgbackrest: { stanza: 'main' }, restart_on_changes: true })
    const steps = [
      `INFO configuring pgBackRest stanza 'main' for pg1-path=${site.datadir('main')}`,
      "INFO creating role 'backup'",
      'INFO creating pgBackRest stanza main',
      `WARNING stanza 'main' has no backup yet: make one, 'pglift instance backup ${site.version}/main'`,
      "INFO checking pgBackRest configuration for stanza 'main'",
    ]
    expect(stderr).to.contain(`${steps.join('\n')}\n`)
    const again = await apply({ pgbackrest: { stanza: 'main' }, restart_on_changes: true })
    expect(again.stderr).to.equal('')
  })

  it('backs it up, and restores it', async () => {
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.datadir('main'), { recursive: true })
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2])
    expect(await site.json<ListedBackup[]>(['instance', 'backups', 'main'])).to.have.length(1)
  })

  it('says what is missing when archiving was switched off in between', async () => {
    enable(false)
    const off = await apply({ restart_on_changes: true })
    expect(off.stderr).to.contain('needs restart due to parameter changes: archive_mode')
    enable(true)
    const { stderr } = await apply({ pgbackrest: { stanza: 'main' } })
    expect(stderr).to.contain(
      `WARNING WAL of ${site.version}/main was not archived, and is not before its next restart: then make a backup`,
    )
  })

  it('waits for the restart when that is put off, and says so', async () => {
    await site.ok(['instance', 'drop', 'other'])
    enable(false)
    const fresh = await site.freePort()
    await site.ok(['instance', 'create', 'fresh', `--port=${fresh}`])
    enable(true)
    const manifest = { name: 'fresh', port: fresh, pgbackrest: { stanza: 'fresh' } }
    const file = site.config('fresh.json', JSON.stringify(manifest))
    const { stderr } = await site.ok(['instance', 'apply', '-f', file])
    expect(stderr).to.contain(
      `WARNING ${site.version}/fresh archives no WAL before its next restart: 'pglift instance restart ${site.version}/fresh'\n`,
    )
    await site.ok(['instance', 'restart', 'fresh'])
    await site.ok(['instance', 'backup', 'fresh'])
  })
})
