import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { killedAtNote } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { completeMajors } from '../support/places.js'
import { nothingRuns, processesBelow, until } from '../support/process.js'
import { Site } from '../support/site.js'

const PASSWORD = 'su:per'

interface Instance {
  readonly port: number
  readonly data_checksums: boolean
  readonly encoding: string
  readonly locale: string
  readonly settings: Readonly<Record<string, unknown>>
}

describe('instance upgrade', () => {
  const [old = '', next = ''] = completeMajors()
  let site: Site
  let port: number

  before(async () => {
    const auth = { local: 'scram-sha-256', host: 'scram-sha-256' }
    const settings = { postgresql: { auth, surole: { pgpass: true } } }
    site = await Site.installed({ version: old, settings: { ...settings } })
    // The password file is the site's own.
    const yaml = readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8')
    const passfile = `  auth:\n    passfile: ${join(site.home, '.pgpass')}\n`
    site.config('settings.yaml', yaml.replace('  auth:\n', passfile))
    port = await site.freePort()
    const options = ['--data-checksums', '--locale=C.UTF-8', `--surole-password=${PASSWORD}`]
    await site.ok(['instance', 'create', 'main', `--port=${port}`, ...options])
    await site.ok(['pgconf', '-i', 'main', 'set', 'work_mem=9MB', 'vacuum_defer_cleanup_age=100'])
    await query('main', old, `ALTER SYSTEM SET log_min_duration_statement TO '3s'`)
    await site.ok(['pghba', '-i', 'main', 'add', '--database=app', '--user=bob', '--method=reject'])
    await site.ok(['role', '-i', 'main', 'create', 'bob', '--login'])
    await site.ok(['database', '-i', 'main', 'create', 'app', '--owner=bob'])
    await query('main', old, 'CREATE TABLE t AS SELECT generate_series(1, 1000) AS x', 'app')
  })
  after(() => site.destroy())

  function query<T>(name: string, version: string, text: string, dbname = 'postgres'): Promise<T[]> {
    return site.psql<T>(`${version}/${name}`, text, { dbname, password: PASSWORD })
  }

  const upgrade = (...args: string[]) => ['instance', 'upgrade', ...args]
  const to = `--version=${next}`
  const absent = (name: string) => expect(existsSync(dirname(site.datadir(name, next)))).to.equal(false)

  /** The only directories that a failed or successful upgrade may add are those of the new instance. */
  const workDirectories = () =>
    [join(site.prefix, 'log/postgresql'), site.runPrefix].flatMap((directory) =>
      readdirSync(directory).filter((name) => /pg_upgrade|^up-/.test(name)),
    )

  describe('refuses', () => {
    it('a running instance', async () => {
      const { stderr } = await site.run(upgrade(to, 'main'), { expectExit: 1 })
      expect(stderr).to.match(/^Error: instance is running\n/)
      await site.ok(['instance', 'stop', 'main'])
    })

    it('the same name and version', async () => {
      const { stderr } = await site.run(upgrade('main'), { expectExit: 1 })
      const message = `Error: Could not upgrade ${old}/main using same name and same version\n`
      expect(stderr.startsWith(message)).to.equal(true)
    })

    it('an older version', async () => {
      await site.ok([
        'instance',
        'create',
        'newer',
        to,
        `--port=${await site.freePort()}`,
        '--surole-password=x',
      ])
      await site.ok(['instance', 'stop', 'newer'])
      const { stderr } = await site.run(upgrade(`--version=${old}`, 'newer'), { expectExit: 1 })
      expect(stderr).to.contain(`Error: Could not upgrade ${next}/newer from ${next} to ${old}\n`)
    })

    it('an instance that exists', async () => {
      const { stderr } = await site.run(upgrade(to, '--name=newer', 'main'), { expectExit: 1 })
      expect(stderr).to.match(/^Error: instance already exists\n/)
      await site.ok(['instance', 'drop', 'newer'])
    })

    it('bad names, ports and versions, as usage errors', async () => {
      const name = await site.run(upgrade(to, '--name=a-b', 'main'), { expectExit: 2 })
      expect(name.stderr).to.contain("Invalid value for '--name'")
      const number = await site.run(upgrade(to, '--port=99999', 'main'), { expectExit: 2 })
      expect(number.stderr).to.contain("Invalid value for '--port'")
      const version = await site.run(upgrade('--version=9', 'main'), { expectExit: 2 })
      expect(version.stderr).to.contain("Invalid value for '--version'")
      absent('main')
    })

    it('when the user declines', async () => {
      const { stderr } = await site.run(['--interactive', ...upgrade(to, 'main')], { input: 'n\n' })
      expect(stderr).to.contain(`Confirm upgrade of instance ${old}/main to version ${next}?`)
      expect(stderr).to.contain('Aborted!')
      absent('main')
    })
  })

  describe('leaves nothing', () => {
    it('of a dry run', async () => {
      const { stderr } = await site.ok(upgrade(to, '--dry-run', 'main'))
      expect(stderr.startsWith(`INFO upgrading instance ${old}/main as ${next}/main\n`)).to.equal(true)
      expect(stderr).to.contain('INFO initializing PostgreSQL\n')
      expect(stderr).to.contain('INFO upgrading instance with pg_upgrade\n')
      expect(stderr.endsWith('DRY RUN: no changes made\n')).to.equal(true)
      absent('main')
    })

    it('of a check', async () => {
      const { stderr } = await site.ok(upgrade(to, '--check', 'main'))
      expect(stderr).to.contain(`INFO instance ${old}/main can be upgraded as ${next}/main\n`)
      absent('main')
      expect(workDirectories()).to.deep.equal([])
    })

    // What moves files is kept only when it may have moved some: here pg_upgrade's own checks refuse both.
    for (const option of ['--nonsense', '--swap'])
      it(`of a failure (${option}) but the logs, and the former instance as it was`, async () => {
        const before = picture(site).filter((line) => line.includes(`/${old}/main/`))
        const missing = option === '--swap' ? ['--new-bindir=/nonexistent'] : []
        const args = ['--non-interactive', ...upgrade(to, 'main', '--', option, ...missing)]
        const { stderr } = await site.run(args, { expectExit: 1 })
        expect(stderr).to.contain(`WARNING dropping partially upgraded instance ${next}/main\n`)
        expect(stderr).to.contain('reverting: initializing PostgreSQL\n')
        const kept = /logs and scripts of pg_upgrade are in (\S+)/.exec(stderr)?.[1] ?? ''
        expect(statSync(kept).mode & 0o777).to.equal(0o700)
        absent('main')
        expect(picture(site).filter((line) => line.includes(`/${old}/main/`))).to.deep.equal(before)
        await nothingRuns(site.directory)
      })
  })

  describe('succeeds, and', () => {
    it('takes data, settings, records and passwords over, and keeps the former instance', async () => {
      const { stderr } = await site.ok(upgrade(to, 'main', '--', '--jobs=2'))
      const lines = stderr.split('\n')
      const expected = [
        `INFO upgrading instance ${old}/main as ${next}/main`,
        'INFO initializing PostgreSQL',
        'INFO configuring PostgreSQL authentication',
        'INFO upgrading instance with pg_upgrade',
        'INFO configuring PostgreSQL',
        `INFO starting PostgreSQL ${next}-main`,
      ]
      expect(lines.filter((line) => expected.includes(line))).to.deep.equal(expected)
      expect(stderr).to.contain(
        `WARNING parameter 'vacuum_defer_cleanup_age' does not exist in PostgreSQL ${next}`,
      )
      expect(stderr).to.contain('vacuumdb').and.to.contain('--analyze-in-stages')
      const rows = await query('main', next, 'SELECT count(*)::int AS n FROM t', 'app')
      expect(rows).to.deep.equal([{ n: 1000 }])
      const { settings, ...shown } = await site.json<Instance>(['instance', 'get', `${next}/main`])
      expect([shown.port, shown.data_checksums, shown.encoding]).to.deep.equal([port, true, 'UTF8'])
      expect([settings.work_mem, settings.log_min_duration_statement]).to.deep.equal(['9MB', '3s'])
      expect(settings.log_filename).to.equal(`${next}-main.log`)
      const hba = readFileSync(join(site.datadir('main', next), 'pg_hba.conf'), 'utf8')
      expect(hba).to.match(/app\s+bob\s+reject/)
      const collation = await query('main', next, `SELECT datcollate FROM pg_database WHERE datname = 'app'`)
      expect(collation).to.deep.equal([{ datcollate: 'C.UTF-8' }])
      expect(workDirectories().length).to.equal(2) // those of the failures above
      await site.ok(['instance', 'stop', `${next}/main`])
      await site.ok(['instance', 'start', `${old}/main`])
      expect(await query('main', old, 'SELECT count(*)::int AS n FROM t', 'app')).to.deep.equal([{ n: 1000 }])
      await site.ok(['instance', 'stop', `${old}/main`])
    })

    it('copies the password entries for another port, and links files when asked to', async () => {
      const other = await site.freePort()
      const args = upgrade(to, '--name=linked', `--port=${other}`, `${old}/main`, '--', '--link')
      const { stderr } = await site.ok(args)
      expect(stderr).to.contain(`WARNING ${old}/main shares its data files with ${next}/linked`)
      expect(readFileSync(join(site.home, '.pgpass'), 'utf8')).to.contain(`*:${other}:*:postgres:su\\:per\n`)
      expect(await query('linked', next, 'SELECT count(*)::int AS n FROM t', 'app')).to.deep.equal([
        { n: 1000 },
      ])
      const start = await site.run(['instance', 'start', `${old}/main`], { expectExit: 1 })
      expect(start.stderr).to.contain('pg_control')
      await site.ok(['instance', 'drop', `${old}/main`])
      expect(await query('linked', next, 'SELECT count(*)::int AS n FROM t', 'app')).to.deep.equal([
        { n: 1000 },
      ])
    })

    it('gives another name within one major', async () => {
      await site.ok(['instance', 'stop', `${next}/linked`])
      await site.ok(upgrade(to, '--name=renamed', `${next}/linked`))
      expect(await query('renamed', next, 'SELECT count(*)::int AS n FROM t', 'app')).to.deep.equal([
        { n: 1000 },
      ])
    })
  })
})

describe('instance upgrade, killed', function () {
  this.timeout(600_000)
  const [old = '', next = ''] = completeMajors()
  let site: Site

  before(async () => {
    site = await Site.installed({ version: old })
    await site.ok(['instance', 'create', 'main', `--port=${await site.freePort()}`])
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS x')
    await site.ok(['instance', 'stop', 'main'])
  })
  after(() => site.destroy())

  const copy = ['instance', 'upgrade', `--version=${next}`, 'main']
  const args = [...copy, '--', '--link']

  it('while pg_upgrade is at work, leaves nothing, neither files nor processes', async () => {
    const before = picture(site)
    let pid = 0
    const onStart = (started: number) => {
      pid = started
    }
    const run = site.run(['--non-interactive', ...copy], { onStart })
    const works = () => processesBelow(site.directory).some(({ command }) => /bin\/pg_upgrade/.test(command))
    await until('pg_upgrade works', works)
    process.kill(pid, 'SIGKILL')
    await run
    await site.ok(['recover'])
    expect(picture(site)).to.deep.equal(before)
  })

  /** The new instance has the data, whether or not it was started yet; then it goes. */
  async function isWhole(): Promise<void> {
    await site.ok(['instance', 'start', `${next}/main`])
    expect(await site.psql(`${next}/main`, 'SELECT x FROM t')).to.deep.equal([{ x: 1 }])
  }

  it('between any two steps, ends in no trace, or in a whole instance', async () => {
    const before = picture(site)
    let killed = 0
    for (let count = 1; count < 80; count += 3) {
      const { code, stderr } = await site.run(['--non-interactive', ...args], {
        wrapper: killedAtNote(count),
      })
      if (code === 0) return isWhole()
      expect(code, stderr).to.equal(137)
      killed += 1
      await site.ok(['recover'])
      if (existsSync(site.datadir('main', next))) {
        await isWhole()
        expect(killed).to.be.greaterThan(5)
        return
      }
      expect(picture(site), `killed at note ${count}`).to.deep.equal(before)
    }
    throw new Error('still killed')
  })
})
