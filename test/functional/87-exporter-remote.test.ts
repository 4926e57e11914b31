import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { sweep } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { ROOT } from '../support/places.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import {
  configOf,
  creation,
  exporterSite,
  lines,
  metrics,
  pgUp,
  settledPgUp,
  targets,
} from './87-exporter-site.js'

const TITLE = 'Prometheus postgres_exporter orders'

describe('postgres_exporter: a server elsewhere', () => {
  let site: Site
  let main: Awaited<ReturnType<typeof creation>>
  let dsn: string
  let port: number

  before(async () => {
    site = await exporterSite({
      templates: {
        'postgresql/pg_hba.conf': 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
      },
    })
    main = await creation(site, 'main')
    await site.ok([...main.args, '--prometheus-password=s3 cret'])
    // To the exporter it is any server.
    dsn = `host=127.0.0.1 port=${main.port} user=prometheus dbname=postgres sslmode=disable`
    port = await site.freePort()
  })

  after(() => site.destroy())

  const exporter = (...args: string[]) => site.ok(['postgres_exporter', ...args])
  const refused = (expectExit: number, ...args: string[]) =>
    site.run(['--non-interactive', 'postgres_exporter', ...args], { expectExit })
  const apply = (manifest: object, ...options: string[]) => {
    const file = site.config('exporter.yaml', { name: 'orders', dsn, port, ...manifest })
    return ['postgres_exporter', 'apply', '-f', file, ...options]
  }

  it('is monitored, by an exporter that is installed', async () => {
    const { stderr } = await exporter('install', 'orders', dsn, String(port), '--password=s3 cret')
    expect(stderr).to.equal(lines(`INFO configuring ${TITLE}`, `INFO starting ${TITLE}`))
    expect(await pgUp(port)).to.equal('1')
    expect(statSync(configOf(site, 'orders')).mode & 0o777).to.equal(0o600)
    expect(targets(site)).to.deep.equal([
      `${site.version}/main localhost:${main.exporter}`,
      `orders localhost:${port}`,
    ])
  })

  it('is applied without a change, as often as one likes', async () => {
    const before = picture(site)
    for (const password of ['s3 cret', undefined])
      expect(await site.json(apply({ password }))).to.deep.equal({ change_state: null, diff: null })
    expect(picture(site)).to.deep.equal(before)
  })

  it('that is not reached is told of, and monitored all the same', async () => {
    const { stderr } = await site.ok(apply({ password: 'wrong' }))
    expect(stderr).to.equal(
      lines(
        `INFO reconfiguring ${TITLE}`,
        `INFO restarting ${TITLE}`,
        `WARNING ${TITLE} runs but does not reach its server: http://localhost:${port}/metrics has no 'pg_up 1'`,
      ),
    )
    expect(await pgUp(port)).to.equal('0')
    const uri = `postgresql://prometheus:s3%20cret@127.0.0.1:${main.port}/postgres?sslmode=disable`
    expect(await site.json(apply({ dsn: uri }))).to.deep.include({ change_state: 'changed' })
    expect(await pgUp(port)).to.equal('1')
  })

  it('has an exporter that moves', async () => {
    const next = await site.freePort()
    const { stdout } = await site.ok(apply({ port: next }, '--diff', '-o', 'json'))
    const { change_state, diff } = JSON.parse(stdout)
    expect(change_state).to.equal('changed')
    expect(diff).to.have.length(1)
    expect(diff[0]).to.contain(`+      "localhost:${next}"`)
    expect(await metrics(port)).to.equal(undefined)
    port = next
    expect(await pgUp(port)).to.equal('1')
  })

  it('has an exporter that is stopped and started', async () => {
    expect((await exporter('stop', 'orders')).stderr).to.equal(`INFO stopping ${TITLE}\n`)
    expect((await exporter('stop', 'orders')).stderr).to.equal(`WARNING ${TITLE} is already stopped\n`)
    expect(await metrics(port)).to.equal(undefined)
    expect((await exporter('start', 'orders')).stderr).to.equal(`INFO starting ${TITLE}\n`)
    expect((await exporter('start', 'orders')).stderr).to.equal(`WARNING ${TITLE} is already started\n`)
    await site.ok(apply({ state: 'stopped' }))
    expect(await metrics(port)).to.equal(undefined)
    expect(await site.json(apply({ state: 'stopped' }))).to.deep.include({ change_state: null })
    const local = `${site.version}-main`
    await exporter('stop', local)
    expect((await site.run(['instance', 'status', 'main'])).stdout).to.contain('prometheus: not running')
    await exporter('start', local)
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('has an exporter that runs in the foreground', async () => {
    const argv = [join(ROOT, 'bin/run.js'), 'postgres_exporter', 'start', 'orders', '--foreground']
    const child = spawn(process.execPath, argv, { env: site.env, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      await until('metrics are there', async () => (await pgUp(port)) === '1')
    } finally {
      child.kill('SIGTERM')
    }
    await ended
    expect(await metrics(port)).to.equal(undefined)
    await exporter('start', 'orders')
  })

  it('is described', async () => {
    const { stdout } = await site.ok(['postgres_exporter', '--schema'])
    expect(Object.keys(JSON.parse(stdout).properties)).to.deep.equal([
      'name',
      'dsn',
      'password',
      'port',
      'state',
    ])
    expect((await site.ok(['--help'])).stdout).to.contain(
      '  postgres_exporter  Handle Prometheus postgres_exporter.\n',
    )
  })

  it('must have a name, a connection string and a port that can be', async () => {
    const before = picture(site)
    const install = async (name: string, to: string, at: unknown) =>
      (await refused(2, 'install', name, to, String(at))).stderr
    const free = await site.freePort()
    expect(await install('a/b', dsn, free)).to.contain("Invalid value for 'NAME': must not contain slashes")
    expect(await install('x', 'nonsense', free)).to.contain("Invalid value for 'DSN': missing")
    expect(await install('x', 'port=1x password=c4n4ry', free))
      .to.contain("Invalid value for 'DSN': invalid")
      .and.not.to.contain('c4n4ry')
    expect(await install('x', dsn, main.exporter)).to.contain(
      `Invalid value for 'PORT': port ${main.exporter} already in use by Prometheus postgres_exporter ${site.version}-main`,
    )
    expect(await install('x', dsn, main.port)).to.contain(
      `'PORT': port ${main.port} already in use by instance ${site.version}/main`,
    )
    expect(await install('x', dsn, 70000)).to.contain("Invalid value for 'PORT': ")
    const local = await refused(1, 'install', `${site.version}-main`, dsn, String(free))
    expect(local.stderr).to.contain(`Error: instance '${site.version}-main' exists locally\n`)
    const fault = await site.run([...apply({ port: main.port }), '-o', 'json'], { expectExit: 1 })
    expect(JSON.parse(fault.stdout)[0]).to.deep.include({ loc: ['port'], input: main.port })
    expect(fault.stderr).to.contain('Error: 1 validation error for PostgresExporter\nport\n')
    expect((await refused(1, 'start', 'nosuch')).stderr).to.contain(
      "Error: no postgres_exporter service 'nosuch' found\n",
    )
    expect(picture(site)).to.deep.equal(before)
  })

  it('has an exporter, or none, when its installation is killed', async () => {
    const free = await site.freePort()
    const args = ['postgres_exporter', 'install', 'killed', dsn, String(free), '--password=s3 cret']
    const reset = async () => void (await exporter('uninstall', 'killed'))
    const look = async () => [...targets(site), `${await settledPgUp(site, free)}`]
    const seen = await sweep({ site, args, reset, look })
    await reset()
    expect(seen.before).to.be.greaterThan(2)
  })

  it('has an exporter no more when that is uninstalled', async () => {
    const { stderr } = await exporter('uninstall', 'orders')
    expect(stderr).to.equal(
      lines(
        "INFO dropping postgres_exporter service 'orders'",
        `INFO stopping ${TITLE}`,
        `INFO deconfiguring ${TITLE}`,
      ),
    )
    expect(existsSync(configOf(site, 'orders'))).to.equal(false)
    expect(await metrics(port)).to.equal(undefined)
    expect(targets(site)).to.deep.equal([`${site.version}/main localhost:${main.exporter}`])
    const again = await exporter('uninstall', 'orders')
    expect(again.stderr).to.equal("WARNING no postgres_exporter service 'orders' found\n")
    expect(await site.json(apply({ state: 'absent' }))).to.deep.equal({ change_state: null, diff: null })
    await site.ok(apply({ password: 's3 cret' }))
    expect(await site.json(apply({ state: 'absent' }))).to.deep.include({ change_state: 'dropped' })
    const path = join(site.prefix, 'srv/prometheus/targets.json')
    expect(readFileSync(path, 'utf8')).not.to.contain('orders')
  })
})
