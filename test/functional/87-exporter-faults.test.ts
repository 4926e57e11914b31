import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { sweep } from '../support/crash.js'
import { picture } from '../support/picture.js'
import type { Site } from '../support/site.js'
import {
  configOf,
  creation,
  exporterSite,
  metrics,
  pgUp,
  pidOf,
  settledPgUp,
  targets,
} from './87-exporter-site.js'

const CANARY = 'c4n4ry 5ecret'

describe('postgres_exporter: ports', () => {
  let site: Site
  let one: Awaited<ReturnType<typeof creation>>

  before(async () => {
    site = await exporterSite()
    one = await creation(site, 'one')
    await site.ok(one.args)
    await site.ok(['instance', 'stop', 'one'])
  })

  after(() => site.destroy())

  const create = (port: number, exporter: number) =>
    site.run(['instance', 'create', 'two', `--port=${port}`, `--prometheus-port=${exporter}`], {
      expectExit: 2,
    })
  const holder = () => `Prometheus postgres_exporter ${site.version}-one`

  it('of another instance, running or not, are refused', async () => {
    const port = await site.freePort()
    const before = picture(site)
    const refused = async (exporter: number, by: string) =>
      expect((await create(port, exporter)).stderr).to.contain(
        `Error: Invalid value for '--prometheus-port': port ${exporter} already in use by ${by}\n`,
      )
    await refused(one.exporter, holder())
    await refused(one.port, `instance ${site.version}/one`)
    await refused(port, `PostgreSQL ${site.version}-two`)
    expect((await create(one.exporter, port)).stderr).to.contain(
      `Error: Invalid value for '--port': port ${one.exporter} already in use by ${holder()}\n`,
    )
    expect(picture(site)).to.deep.equal(before)
  })

  it('of other programs are refused', async () => {
    const [port, taken] = [await site.freePort(), await site.freePort()]
    const { createServer } = await import('node:net')
    const other = createServer().listen(taken, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    try {
      const expected = `Error: Invalid value for '--prometheus-port': port ${taken} already in use\n`
      expect((await create(port, taken)).stderr).to.contain(expected)
      const alter = ['instance', 'alter', 'one', `--prometheus-port=${taken}`]
      expect((await site.run(alter, { expectExit: 2 })).stderr).to.contain(expected)
      const manifest = { name: 'two', port, prometheus: { port: taken } }
      const apply = ['instance', 'apply', '-f', site.config('two.yaml', manifest), '-o', 'json']
      const { stdout } = await site.run(apply, { expectExit: 1 })
      expect(JSON.parse(stdout)[0]).to.deep.include({ loc: ['prometheus', 'port'], input: taken })
    } finally {
      other.close()
    }
  })

  it('go to one of two that are made at the same time', async () => {
    const exporter = await site.freePort()
    const ports = [await site.freePort(), await site.freePort()]
    const results = await Promise.all(
      ports.map((port, index) =>
        site.run(['instance', 'create', `x${index}`, `--port=${port}`, `--prometheus-port=${exporter}`]),
      ),
    )
    expect(results.map(({ code }) => code).sort()).to.deep.equal([0, 2])
    const { stderr } = results.find(({ code }) => code === 2)!
    expect(stderr).to.contain(`'--prometheus-port': port ${exporter} already in use`)
    expect(targets(site)).to.have.length(2)
    await site.ok(['instance', 'drop', results[0]?.code === 0 ? 'x0' : 'x1'])
  })

  it('that are free are all taken, and all targets told, by two at the same time', async () => {
    const made = [await creation(site, 'y0'), await creation(site, 'y1')]
    await Promise.all(made.map(({ args }) => site.ok(args)))
    expect(targets(site)).to.have.members([
      `${site.version}/one localhost:${one.exporter}`,
      `${site.version}/y0 localhost:${made[0]?.exporter}`,
      `${site.version}/y1 localhost:${made[1]?.exporter}`,
    ])
    await Promise.all(['y0', 'y1'].map((name) => site.ok(['instance', 'drop', name])))
    expect(targets(site)).to.deep.equal([`${site.version}/one localhost:${one.exporter}`])
  })
})

describe('postgres_exporter: what fails', () => {
  let site: Site
  let main: Awaited<ReturnType<typeof creation>>
  let qualname: string

  before(async () => {
    const hba = `local all postgres trust\nlocal all all scram-sha-256\n`
    site = await exporterSite({ templates: { 'postgresql/pg_hba.conf': hba } })
    qualname = `${site.version}-main`
    main = await creation(site, 'main')
  })

  after(() => site.destroy())

  const journals = () => readdirSync(site.journalDirectory)

  it('an exporter that can not log in is told of, in its own words, and nothing is left', async () => {
    const { stderr } = await site.run(main.args, { expectExit: 1 })
    expect(stderr).to.contain(
      `Error: Prometheus postgres_exporter ${qualname} could not be started: http://localhost:${main.exporter}/metrics does not say 'pg_up 1'\n`,
    )
    expect(stderr).to.contain('password authentication failed')
    expect(existsSync(configOf(site, qualname))).to.equal(false)
    expect(existsSync(site.datadir('main'))).to.equal(false)
    expect(await metrics(main.exporter)).to.equal(undefined)
    expect(targets(site)).to.deep.equal([])
  })

  it('a password is in the configuration file, and nowhere else', async () => {
    const log = join(site.directory, 'pglift.log')
    const said = await site.ok(['-L', 'DEBUG', '-l', log, ...main.args, '--prometheus-password', CANARY])
    expect(await pgUp(main.exporter)).to.equal('1')
    const conf = configOf(site, qualname)
    expect(readFileSync(conf, 'utf8')).to.contain(CANARY)
    expect(statSync(conf).mode & 0o777).to.equal(0o600)
    expect(said.stdout + said.stderr).to.not.contain(CANARY)
    const files = readdirSync(site.directory, { recursive: true, withFileTypes: true })
    const holding = files
      .filter((entry) => entry.isFile() && entry.name !== 'settings.yaml')
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes(CANARY))
    expect(holding).to.deep.equal([conf])
    expect(readFileSync(`/proc/${pidOf(site, qualname)}/cmdline`, 'utf8')).to.not.contain(CANARY)
  })

  it('a port that can not be bound leaves the exporter with port and password as they were', async () => {
    const before = [...picture(site), ...targets(site), readFileSync(configOf(site, qualname), 'utf8')]
    const args = ['instance', 'alter', 'main', '--prometheus-port=1', `--prometheus-password=${CANARY}2`]
    const { stderr } = await site.run(args, { expectExit: 1 })
    expect(stderr)
      .to.contain(`Error: Prometheus postgres_exporter ${qualname} could not be started: it has ended\n`)
      .and.to.contain('bind: permission denied')
      .and.not.to.contain(CANARY)
    const after = [...picture(site), ...targets(site), readFileSync(configOf(site, qualname), 'utf8')]
    expect(after).to.deep.equal(before)
    expect(await settledPgUp(site, main.exporter)).to.equal('1')
    expect(journals()).to.deep.equal([])
  })

  it('a change that is killed ends, recovered, in the former or in the new exporter', async () => {
    const next = await site.freePort()
    const alter = (port: number, password: string) => [
      'instance',
      'alter',
      'main',
      `--prometheus-port=${port}`,
      `--prometheus-password=${password}`,
    ]
    const look = async () => [
      ...targets(site),
      `old ${await settledPgUp(site, main.exporter)}`,
      `new ${await settledPgUp(site, next)}`,
      // What was found in journals so far.
      ...journals().filter((name) => readFileSync(join(site.journalDirectory, name)).includes(CANARY)),
    ]
    const reset = async () => void (await site.ok(alter(main.exporter, CANARY)))
    const seen = await sweep({ site, args: alter(next, `${CANARY}2`), reset, look })
    expect(seen.before).to.be.greaterThan(3)
  })

  it('a creation that is killed ends, recovered, in all or nothing', async () => {
    const other = await creation(site, 'other')
    const args = [...other.args, `--prometheus-password=${CANARY}`]
    const reset = async () => void (await site.ok(['instance', 'drop', 'other']))
    await site.ok(args)
    await reset() // directories outlive it
    const look = async () => [...targets(site), `${await settledPgUp(site, other.exporter)}`]
    const seen = await sweep({ site, args, reset, look, stride: 9 })
    expect(seen.before).to.be.greaterThan(1)
  })

  it('a configuration that makes no sense is named', async () => {
    const path = configOf(site, qualname)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, `${text}PG_EXPORTER_WEB_LISTEN_ADDRESS=:1\n`)
    const { stderr } = await site.run(['instance', 'stop', 'main'], { expectExit: 1 })
    expect(stderr).to.contain(
      `both PG_EXPORTER_WEB_LISTEN_ADDRESS and --web.listen-address are set (path: ${path})`,
    )
    writeFileSync(path, text)
    await site.ok(['instance', 'start', 'main'])
  })

  it('a program that is missing is named with its setting', async () => {
    const settings = readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8')
    site.config('settings.yaml', settings.replace('/usr/bin/prometheus-', '/nonexistent/'))
    const { stderr } = await site.run(['instance', 'list'], { expectExit: 1 })
    expect(stderr).to.contain('prometheus.execpath\n  Path does not point to an executable file')
    site.config('settings.yaml', settings)
  })
})
