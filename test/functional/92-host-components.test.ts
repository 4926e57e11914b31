import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import type { Site } from '../support/site.js'
import { backupSite } from './86-pgbackrest-site.js'

describe('a whole host with components', () => {
  let site: Site
  let file: string

  before(async () => {
    site = await backupSite()
    file = site.config('host.yaml', {
      instances: [
        { name: 'main', port: await site.freePort(), pgbackrest: { stanza: 'main-stanza' } },
        { name: 'other', port: await site.freePort(), state: 'stopped', pgbackrest: { stanza: 'other' } },
      ],
    })
  })

  after(() => site.destroy())

  it('plans and takes their steps, too', async () => {
    const plan = join(site.directory, 'plan.json')
    const { stdout } = await site.ok(['plan', '-f', file, '-o', plan])
    expect(stdout).to.contain('creating pgBackRest stanza main-stanza')
    await site.ok(['apply', plan])
    expect(existsSync(join(site.datadir('main'), 'postmaster.pid'))).to.equal(true)
    await site.run(['apply', '-f', file, '--detailed-exitcode'], { expectExit: 0 })
    await site.run(['diff', '-f', file], { expectExit: 0 })
  })

  it('exports their fields; applying that changes nothing', async () => {
    const { stdout } = await site.ok(['export'])
    const { instances } = parse(stdout) as { instances: Record<string, unknown>[] }
    expect(instances.map(({ name, pgbackrest }) => [name, pgbackrest])).to.deep.equal([
      ['main', { stanza: 'main-stanza' }],
      ['other', { stanza: 'other' }],
    ])
    expect(instances[0]).not.to.have.property('settings')
    const exported = join(site.directory, 'exported.yaml')
    writeFileSync(exported, stdout)
    await site.run(['apply', '-f', exported, '--detailed-exitcode'], { expectExit: 0 })
  })

  it('tells faults of their fields at their places', async () => {
    const wrong = site.config('wrong.yaml', {
      instances: [{ name: 'y', pgbackrest: { stanza: 'y', nope: 1 } }],
    })
    const { stderr } = await site.run(['apply', '-f', wrong], { expectExit: 1 })
    expect(stderr).to.contain('instances.0.pgbackrest.nope\n')
  })
})
