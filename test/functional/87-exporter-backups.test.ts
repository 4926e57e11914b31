import { join } from 'node:path'
import { expect } from 'chai'
import type { Site } from '../support/site.js'
import { creation, exporterSite, lines, pgUp } from './87-exporter-site.js'

describe('postgres_exporter: beside pgBackRest', () => {
  let site: Site
  let main: Awaited<ReturnType<typeof creation>>

  before(async () => {
    site = await exporterSite({
      plugins: ['pgbackrest'],
      settings: { pgbackrest: { repository: { mode: 'path', path: 'repo' } } },
    })
    main = await creation(site, 'main')
  })

  after(() => site.destroy())

  const create = () => site.ok([...main.args, '--pgbackrest-stanza=main', '--prometheus-password=s3cret'])

  it('an instance is made in the order that is known', async () => {
    const qualname = `${site.version}-main`
    expect((await create()).stderr).to.equal(
      lines(
        'INFO initializing PostgreSQL',
        'INFO configuring PostgreSQL authentication',
        'INFO configuring PostgreSQL',
        `INFO starting PostgreSQL ${qualname}`,
        "INFO creating role 'prometheus'",
        "INFO creating role 'backup'",
        `INFO configuring Prometheus postgresql ${qualname}`,
        `INFO configuring pgBackRest stanza 'main' for pg1-path=${site.datadir('main')}`,
        'INFO creating pgBackRest stanza main',
        "INFO checking pgBackRest configuration for stanza 'main'",
        `INFO creating instance dumps directory: ${join(site.prefix, 'srv/dumps', qualname)}`,
        `INFO starting Prometheus postgres_exporter ${qualname}`,
      ),
    )
  })

  it('an instance that is made of a backup, which has the role, is scraped, too', async () => {
    await site.ok(['instance', 'backup', 'main'])
    await site.ok(['instance', 'drop', 'main'])
    expect((await create()).stderr).to.contain('INFO restoring from a pgBackRest backup\n')
    expect(await pgUp(main.exporter)).to.equal('1')
  })
})
