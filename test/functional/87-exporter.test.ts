import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { picture } from '../support/picture.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import {
  configOf,
  creation,
  exporterSite,
  lines,
  metrics,
  pgUp,
  pidOf,
  targets,
  targetsPath,
} from './87-exporter-site.js'

interface Shown {
  readonly prometheus: { readonly port: number } | null
}

describe('postgres_exporter: an instance', () => {
  let site: Site
  let main: Awaited<ReturnType<typeof creation>>
  let id: string
  let qualname: string
  let bare: string[]

  before(async () => {
    site = await exporterSite()
    id = `${site.version}/main`
    qualname = `${site.version}-main`
    main = await creation(site, 'main')
    bare = picture(site)
  })

  after(() => site.destroy())

  const status = async () => (await site.run(['instance', 'status', 'main'])).stdout
  const service = (name = qualname) => `Prometheus postgres_exporter ${name}`

  it('is not touched by a dry run', async () => {
    const { stderr } = await site.ok([...main.args, '--dry-run'])
    expect(stderr).to.contain(`INFO starting ${service()}\n`)
    expect(picture(site)).to.deep.equal(bare)
  })

  it('is scraped when its creation returns, after one start of the server', async () => {
    const { stderr } = await site.ok(main.args)
    expect(await pgUp(main.exporter)).to.equal('1')
    expect(stderr).to.equal(
      lines(
        'INFO initializing PostgreSQL',
        'INFO configuring PostgreSQL authentication',
        'INFO configuring PostgreSQL',
        `INFO starting PostgreSQL ${qualname}`,
        "INFO creating role 'prometheus'",
        `INFO configuring Prometheus postgresql ${qualname}`,
        `INFO creating instance dumps directory: ${join(site.prefix, 'srv/dumps', qualname)}`,
        `INFO starting ${service()}`,
      ),
    )
    expect(readFileSync(configOf(site, qualname), 'utf8').split('\n').slice(1)).to.deep.equal([
      `PGPASSFILE=${join(site.home, '.pgpass')}`,
      `DATA_SOURCE_NAME=postgresql://prometheus@:${main.port}/postgres?host=${encodeURIComponent(join(site.runPrefix, 'postgresql'))}&sslmode=disable`,
      `POSTGRES_EXPORTER_OPTS='--web.listen-address=:${main.exporter} --log.level=info'`,
      '',
    ])
    expect(lstatSync(configOf(site, qualname)).mode & 0o777).to.equal(0o600)
  })

  it('has a role that may monitor, and nothing else', async () => {
    const rows = await site.psql(
      'main',
      `SELECT rolcanlogin, rolsuper, rolpassword IS NULL AS bare,
        pg_has_role(oid, 'pg_monitor', 'member') AS monitor FROM pg_authid WHERE rolname = 'prometheus'`,
    )
    expect(rows).to.deep.equal([{ rolcanlogin: true, rolsuper: false, bare: true, monitor: true }])
  })

  it('shows its exporter', async () => {
    expect(await status()).to.equal('PostgreSQL: running\nprometheus: running\n')
    const shown = await site.json<Shown>(['instance', 'get', 'main'])
    expect(shown.prometheus).to.deep.equal({ port: main.exporter })
    expect(targets(site)).to.deep.equal([`${id} localhost:${main.exporter}`])
    expect(lstatSync(targetsPath(site)).mode & 0o777).to.equal(0o644)
  })

  it('is applied again without a change', async () => {
    const before = picture(site)
    const pid = pidOf(site, qualname)
    for (const prometheus of [{ port: main.exporter }, {}, undefined]) {
      const file = site.config('main.yaml', { name: 'main', port: main.port, prometheus })
      const applied = await site.json(['instance', 'apply', '-f', file])
      expect(applied).to.deep.include({ change_state: null })
    }
    expect(await site.json(['instance', 'alter', 'main'])).to.deep.include({ change_state: null })
    expect(picture(site)).to.deep.equal(before)
    expect(pidOf(site, qualname)).to.equal(pid)
  })

  it('takes its exporter along', async () => {
    const stopped = await site.ok(['instance', 'stop', 'main'])
    expect(stopped.stderr).to.equal(
      lines(`INFO stopping PostgreSQL ${qualname}`, `INFO stopping ${service()}`),
    )
    expect(await metrics(main.exporter)).to.equal(undefined)
    expect(await status()).to.equal('PostgreSQL: not running\nprometheus: not running\n')
    const started = await site.ok(['instance', 'start', 'main'])
    expect(started.stderr).to.equal(
      lines(`INFO starting PostgreSQL ${qualname}`, `INFO starting ${service()}`),
    )
    expect(await pgUp(main.exporter)).to.equal('1')
    const restarted = await site.ok(['instance', 'restart', 'main'])
    expect(restarted.stderr).to.equal(
      lines(`INFO restarting instance ${id}`, `INFO stopping ${service()}`, `INFO starting ${service()}`),
    )
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('gets an exporter back that was killed', async () => {
    process.kill(pidOf(site, qualname), 'SIGKILL')
    await until('status tells', async () => (await status()).includes('prometheus: not running'))
    expect((await site.run(['instance', 'status', 'main'])).code).to.equal(3)
    const { stderr } = await site.ok(['instance', 'start', 'main'])
    expect(stderr).to.equal(lines(`WARNING instance ${id} is already started`, `INFO starting ${service()}`))
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('comes up after a reboot, which leaves pids of others behind and takes run files away', async () => {
    const path = join(site.runPrefix, 'prometheus', `${qualname}.pid`)
    process.kill(pidOf(site, qualname), 'SIGKILL')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(path, `${process.pid}\n`)
    expect(await status()).to.contain('prometheus: not running')
    await site.ok(['instance', 'start', 'main'])
    expect(await pgUp(main.exporter)).to.equal('1')
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.runPrefix, { recursive: true })
    await site.ok(['instance', 'start', '--all'])
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('moves its exporter, and gives its role a password', async () => {
    const next = await site.freePort()
    const { stderr } = await site.ok([
      'instance',
      'alter',
      'main',
      `--prometheus-port=${next}`,
      '--prometheus-password',
      ' p w\'"$x`\\:%é',
    ])
    expect(stderr).to.equal(
      lines(
        "INFO altering role 'prometheus'",
        `INFO reconfiguring ${service()}`,
        `INFO restarting ${service()}`,
      ),
    )
    expect(await metrics(main.exporter)).to.equal(undefined)
    expect(await pgUp(next)).to.equal('1')
    expect(targets(site)).to.deep.equal([`${id} localhost:${next}`])
    main = { ...main, exporter: next }
    const again = ['instance', 'alter', 'main', '--prometheus-password', ' p w\'"$x`\\:%é']
    expect(await site.json(again)).to.deep.include({ change_state: null })
  })

  it('keeps its exporter when PostgreSQL moves, now or with the next restart', async () => {
    const port = await site.freePort()
    const moved = await site.ok(['instance', 'alter', 'main', `--port=${port}`])
    expect(moved.stderr).to.contain(`INFO reconfiguring ${service()}\n`)
    expect(await pgUp(main.exporter)).to.equal('1')
    await site.ok(['instance', 'restart', 'main'])
    expect(await pgUp(main.exporter)).to.equal('1')
    const file = site.config('main.yaml', { name: 'main', port: main.port, restart_on_changes: true })
    await site.ok(['instance', 'apply', '-f', file])
    expect(await pgUp(main.exporter)).to.equal('1')
    expect(readFileSync(configOf(site, qualname), 'utf8')).to.contain(`@:${main.port}/`)
  })

  it('runs on when its exporter does not start', async () => {
    await site.ok(['instance', 'stop', 'main'])
    const { createServer } = await import('node:net')
    const other = createServer().listen(main.exporter)
    await new Promise((resolve) => other.once('listening', resolve))
    try {
      const { stderr } = await site.run(['instance', 'start', 'main'], { expectExit: 1 })
      expect(stderr).to.contain(
        `Error: ${service()} can't be started: port ${main.exporter} already in use\nhint: `,
      )
      expect(await status()).to.equal('PostgreSQL: running\nprometheus: not running\n')
    } finally {
      other.close()
    }
    await site.ok(['instance', 'start', 'main'])
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('loses its exporter when its manifest says so, and gets it again, started or not', async () => {
    const manifest = (prometheus: object | null, state = 'started') =>
      site.config('main.yaml', { name: 'main', port: main.port, prometheus, state })
    const none = await site.ok(['instance', 'apply', '-f', manifest(null)])
    expect(none.stderr).to.equal(lines(`INFO stopping ${service()}`, `INFO deconfiguring ${service()}`))
    expect(await metrics(main.exporter)).to.equal(undefined)
    expect(existsSync(configOf(site, qualname))).to.equal(false)
    expect(targets(site)).to.deep.equal([])
    expect(await status()).to.equal('PostgreSQL: running\n')
    expect((await site.json<Shown>(['instance', 'get', 'main'])).prometheus).to.equal(null)
    await site.ok(['pgconf', 'set', 'work_mem=5MB'])
    expect(existsSync(configOf(site, qualname))).to.equal(false)
    await site.psql('main', 'DROP ROLE prometheus')
    const wanted = { port: main.exporter, password: 'one' }
    const back = await site.ok(['instance', 'apply', '-f', manifest(wanted)])
    expect(back.stderr).to.contain("INFO creating role 'prometheus'\n")
    expect(await pgUp(main.exporter)).to.equal('1')
    await site.ok(['instance', 'alter', 'main', '--state=stopped'])
    await site.ok(['instance', 'apply', '-f', manifest(null, 'stopped')])
    await site.ok(['instance', 'apply', '-f', manifest({ ...wanted, password: 'two' }, 'stopped')])
    expect(await status()).to.equal('PostgreSQL: not running\nprometheus: not running\n')
    await site.ok(['instance', 'start', 'main'])
    expect(await pgUp(main.exporter)).to.equal('1')
  })

  it('leaves nothing of its exporter behind', async () => {
    const { stderr } = await site.ok(['instance', 'drop', 'main'])
    expect(stderr).to.contain(
      lines(
        `INFO stopping PostgreSQL ${qualname}`,
        `INFO stopping ${service()}`,
        `INFO deconfiguring ${service()}`,
      ),
    )
    expect(await metrics(main.exporter)).to.equal(undefined)
    expect(existsSync(configOf(site, qualname))).to.equal(false)
    expect(targets(site)).to.deep.equal([])
  })
})
