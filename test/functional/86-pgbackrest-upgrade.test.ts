import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { expect } from 'chai'
import { picture } from '../support/picture.js'
import { bindirs, completeMajors, pgbackrests } from '../support/places.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, type ListedBackup, values } from './86-pgbackrest-site.js'

/** First release of pgBackRest that knows a major; older majors are known to all. */
const SINCE: Readonly<Record<string, number>> = { '16': 46, '17': 53, '18': 56 }

function knows(pgbackrest: string, major: string): boolean {
  const said = execFileSync(pgbackrest, ['version'], { encoding: 'utf8' })
  const [, one = '0', two = '0'] = /(\d+)\.(\d+)/.exec(said) ?? []
  return Number(one) > 2 || Number(two) >= (SINCE[major] ?? 0)
}

const [from, to] = [completeMajors()[0] as string, completeMajors().at(-1) as string]
const upgrade = ['instance', 'upgrade', `${from}/main`, '--version', to]
const next = `${to}/main`

for (const execpath of pgbackrests())
  describe(`pgbackrest: upgrade to another major, by ${execpath}`, () => {
    let site: Site

    before(async () => {
      const versions = Object.entries(bindirs()).map(([version, bindir]) => ({ version, bindir }))
      site = await backupSite({
        version: from,
        settings: { postgresql: { versions } },
        pgbackrest: { execpath },
      })
      await site.ok(await creation(site, 'main'))
      await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
      await site.ok(['instance', 'backup', 'main'])
      await site.ok(['instance', 'stop', 'main'])
    })

    after(() => site.destroy())

    if (!knows(execpath, to)) {
      it('is refused before anything is done', async () => {
        const before = picture(site)
        const { stderr } = await site.run(['--non-interactive', ...upgrade], { expectExit: 2 })
        expect(stderr).to.match(
          /stanza 'main' can't be upgraded: pgBackRest \S+, \S+, does not know PostgreSQL/,
        )
        expect(picture(site)).to.deep.equal(before)
      })

      it('is for a new instance of that major, too', async () => {
        const before = picture(site)
        const args = [...(await creation(site, 'new')), '--version', to]
        const { stderr } = await site.run(['--non-interactive', ...args], { expectExit: 2 })
        expect(stderr).to.match(/'--version': pgBackRest \S+, \S+, does not know PostgreSQL/)
        expect(picture(site)).to.deep.equal(before)
      })

      it('leaves the former instance as it was', async () => {
        await site.ok(['instance', 'start', 'main'])
        await site.psql('main', 'INSERT INTO t VALUES (2)')
        await site.ok(['instance', 'backup', 'main'])
      })
      return
    }

    it('takes the stanza along', async () => {
      const { stderr } = await site.ok(upgrade)
      expect(stderr).to.contain("INFO upgrading pgBackRest stanza 'main'\n")
    })

    it('has backups of both, and archives those of the new one', async () => {
      await site.psql(next, 'INSERT INTO t VALUES (2)')
      await site.ok(['instance', 'backup', next])
      expect(await site.json<ListedBackup[]>(['instance', 'backups', next])).to.have.length(2)
      await site.psql(next, 'INSERT INTO t VALUES (3)')
    })

    it('restores the new one', async () => {
      await site.ok(['instance', 'stop', next])
      rmSync(site.datadir('main', to), { recursive: true })
      await site.ok(['instance', 'restore', next])
      await site.ok(['instance', 'start', next])
      expect(await values(site, next)).to.deep.equal([1, 2, 3])
    })

    it('makes it again, of its own major only', async () => {
      await site.ok(['instance', 'drop', next, `${from}/main`])
      const again = await creation(site, 'again', 'main')
      const wrong = await site.run([...again, '--version', from], { expectExit: 1 })
      expect(wrong.stderr).to.contain(`Error: stanza 'main' holds backups of PostgreSQL ${to}, not ${from}\n`)
      await site.ok([...again, '--version', to])
      expect(await values(site, `${to}/again`)).to.deep.equal([1, 2, 3])
    })
  })
