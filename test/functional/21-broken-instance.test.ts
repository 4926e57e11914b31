import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

describe('an instance whose files can not be read', () => {
  let site: Site
  let id: string
  const ports: number[] = []

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    for (const name of ['main', 'second']) {
      const port = await site.freePort()
      ports.push(port)
      await site.ok(['instance', 'create', name, '--port', String(port)])
    }
  })

  after(() => site.destroy())

  const status = async (name: string) => (await site.run(['instance', 'status', name])).stdout

  it('lists and stops what has a configuration that nobody can read', async () => {
    const broken = join(site.datadir('main'), 'postgresql.conf')
    const text = readFileSync(broken, 'utf8')
    appendFileSync(broken, 'work_mem = = 1\n')
    const { stderr, stdout } = await site.ok(['instance', 'list'])
    expect(stderr).to.contain(`WARNING syntax error in ${broken}, line `)
    expect(stdout).to.contain(`| main   | ${site.version}      | ${ports[0]} `)
    expect(await status('main')).to.equal('PostgreSQL: running\n')
    await site.ok(['instance', 'stop', 'main'])
    await site.ok(['instance', 'stop', '--all'])
    writeFileSync(broken, text)
    expect(await status('main')).to.equal('PostgreSQL: not running\n')
    await site.ok(['instance', 'start', '--all'])
  })

  it('does not stop, to restart, what would not start again', async () => {
    const broken = join(site.datadir('main'), 'postgresql.conf')
    const text = readFileSync(broken, 'utf8')
    for (const line of [
      'work_mem = = 1\n',
      'shared_preload_libraries = nonesuch\n',
      'max_connections = 0\n',
    ]) {
      appendFileSync(broken, line)
      const { stderr } = await site.run(['instance', 'restart', '--all'], { expectExit: 1 })
      expect(stderr, line).to.contain(`ERROR ${id}: PostgreSQL ${id} would not start again: `)
      expect(await status('main'), line).to.equal('PostgreSQL: running\n')
      writeFileSync(broken, text)
    }
    await site.ok(['instance', 'restart', 'main'])
  })

  it('lists an instance that can not be looked into with the others', async () => {
    await site.ok(['instance', 'stop', 'main'])
    chmodSync(site.datadir('main'), 0o000)
    const { stderr, stdout } = await site.ok(['instance', 'list'])
    chmodSync(site.datadir('main'), 0o700)
    expect(stderr).to.match(/^WARNING .*PG_VERSION: permission denied/m)
    expect(stdout).to.match(/^\| main +\|.*\| not_running \|\n\| second +\|.*\| running +\|$/m)
    await site.ok(['instance', 'start', 'main'])
  })
})
