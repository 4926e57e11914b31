import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import pg from 'pg'
import { stringify } from 'yaml'
import { Site } from '../support/site.js'

describe('a statement that waits for others', () => {
  let site: Site

  before(async () => {
    site = await Site.installed()
  })

  after(() => site.destroy())

  const roles = async () => (await site.json<{ name: string }[]>(['role', 'list'])).map(({ name }) => name)

  /** Runs a command that would not end by itself, and interrupts it once it has said what it waits for. */
  const interrupted = (...args: string[]) => {
    let [pid, sent] = [0, false]
    return site.run(['--non-interactive', ...args], {
      onStart(started) {
        pid = started
      },
      onStderr(said) {
        if (sent || !/ waits for a /.test(said)) return
        sent = true
        process.kill(pid, 'SIGINT')
      },
    })
  }

  async function locker(): Promise<pg.Client> {
    const [, , , port, host] = readFileSync(join(site.datadir('main'), 'postmaster.pid'), 'utf8').split('\n')
    const client = new pg.Client({
      host: host as string,
      port: Number(port),
      user: 'postgres',
      database: 'postgres',
      application_name: 'locker',
    })
    await client.connect()
    await client.query('BEGIN')
    await client.query('LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE')
    return client
  }

  it('for a standby: not while an instance is made, which can have none', async () => {
    const manifest = {
      ...{ name: 'main', port: await site.freePort(), settings: { synchronous_standby_names: '*' } },
      ...{ roles: [{ name: 'app', login: true }], databases: [{ name: 'app', owner: 'app' }] },
    }
    await site.ok(['instance', 'apply', '-f', '-'], { input: stringify(manifest) })
    expect(await roles()).to.include('app')
  })

  it('for a standby: is told of, can be interrupted, and has been done here', async () => {
    const { stderr, code } = await interrupted('role', 'create', 'bob')
    expect(stderr).to.match(
      /WARNING a statement in database 'postgres' of \d+\/main waits for a synchronous standby to confirm \(synchronous_standby_names = '\*'\)/,
    )
    expect(code).to.equal(0)
    expect(await roles()).to.include('bob')
  })

  it('for a lock: is told whose it is, can be interrupted, and nothing is done', async () => {
    const client = await locker()
    try {
      const { stderr, code } = await interrupted('role', 'create', 'eve')
      expect(stderr).to.match(/waits for a lock that others hold: \d+ \(locker\)\n/)
      expect(code).to.equal(130)
    } finally {
      await client.end()
    }
    expect(await roles())
      .to.include('bob')
      .and.not.include('eve')
    expect(await site.json(['recover'])).to.deep.equal([])
  })
})
