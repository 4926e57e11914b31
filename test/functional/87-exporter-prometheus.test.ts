import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { creation, exporterSite, pgUp, targets, targetsPath } from './87-exporter-site.js'

interface Sample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [number, string]
}

const HBA = `local all         all               trust
local replication all               trust
`

/** Prometheus, which reads the file of targets. */
class Prometheus {
  readonly #child: ChildProcess
  readonly #port: number

  constructor(site: Site, port: number) {
    const directory = join(site.directory, 'prometheus')
    mkdirSync(directory)
    const conf = join(directory, 'prometheus.yml')
    const sd = [{ files: [targetsPath(site)], refresh_interval: '1s' }]
    const jobs = [{ job_name: 'postgresql', file_sd_configs: sd }]
    writeFileSync(conf, JSON.stringify({ global: { scrape_interval: '500ms' }, scrape_configs: jobs }))
    const options = [
      `--config.file=${conf}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ]
    this.#child = spawn('prometheus', options, { stdio: 'ignore' })
    this.#port = port
  }

  /** The newest value of pg_up of each instance that is scraped. */
  async up(): Promise<Sample[]> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/api/v1/query?query=pg_up`).catch(
      () => undefined,
    )
    if (answer?.ok !== true) return []
    return ((await answer.json()) as { data: { result: Sample[] } }).data.result
  }

  async sees(...wanted: string[]): Promise<void> {
    const seen = async () => (await this.up()).map(({ metric, value }) => `${metric.instance} ${value[1]}`)
    await until(`Prometheus sees ${wanted.join(', ')}`, async () => {
      const now = await seen()
      return now.length === wanted.length && wanted.every((each) => now.includes(each))
    })
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }
}

describe('postgres_exporter: Prometheus', () => {
  let site: Site
  let main: Awaited<ReturnType<typeof creation>>
  let prometheus: Prometheus | undefined
  let id: (name: string) => string

  before(async () => {
    site = await exporterSite({
      prometheus: { labels: { environment: 'test' }, listen_address: '127.0.0.1' },
      templates: { 'postgresql/pg_hba.conf': HBA },
    })
    id = (name) => `${site.version}/${name}`
    main = await creation(site, 'main')
    await site.ok([...main.args, '--prometheus-password=s3cret'])
    prometheus = new Prometheus(site, await site.freePort())
  })

  after(async () => {
    await prometheus?.stop()
    await site.destroy()
  })

  it('scrapes the instances of the host', async () => {
    await prometheus?.sees(`${id('main')} 1`)
    const [sample] = (await prometheus?.up()) ?? []
    expect(sample?.metric).to.deep.include({
      job: 'postgresql',
      instance: id('main'),
      version: site.version,
      name: 'main',
      cluster: 'main',
      environment: 'test',
    })
    const elsewhere = await fetch(`http://127.0.0.2:${main.exporter}/metrics`).catch(() => undefined)
    expect(elsewhere, 'only the address of the settings').to.equal(undefined)
  })

  it('scrapes a standby, by then a primary', async () => {
    const [port, exporter] = [await site.freePort(), await site.freePort()]
    const socket = join(site.runPrefix, 'postgresql')
    await site.ok([
      'instance',
      'create',
      'second',
      `--port=${port}`,
      `--prometheus-port=${exporter}`,
      `--standby-for=host=${socket} port=${main.port} user=postgres`,
      '--prometheus-password=s3cret',
    ])
    await prometheus?.sees(`${id('main')} 1`, `${id('second')} 1`)
    await site.ok(['instance', 'promote', 'second'])
    expect((await site.run(['instance', 'status', 'second'])).stdout).to.contain('prometheus: running')
    await site.ok(['instance', 'drop', 'second'])
    await prometheus?.sees(`${id('main')} 1`)
  })

  it('scrapes an upgraded instance where it scraped the former', async () => {
    await site.ok(['instance', 'stop', 'main'])
    await site.ok(['instance', 'upgrade', 'main', '--name=new', `--version=${site.version}`])
    expect(targets(site)).to.deep.equal([`${id('new')} 127.0.0.1:${main.exporter}`])
    await prometheus?.sees(`${id('new')} 1`)
    const shown = await site.json<{ prometheus: object }>(['instance', 'get', 'new'])
    expect(shown.prometheus).to.deep.equal({ port: main.exporter })
    await site.ok(['instance', 'drop', 'main'])
    await prometheus?.sees(`${id('new')} 1`)
  })

  it('finds its targets again when their file was lost or damaged', async () => {
    const path = targetsPath(site)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, '{')
    const failed = await site.run(['instance', 'alter', 'new', '--prometheus-port=1'], { expectExit: 1 })
    expect(failed.stderr)
      .to.contain(`Error: ${path} is no file of targets: `)
      .and.to.contain('hint: remove it')
    rmSync(path)
    await site.ok(['site-configure', 'install'])
    expect(readFileSync(path, 'utf8')).to.equal(text)
  })
})

/** Password `x`. */
const HASH = '$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi'

/** A web configuration of the exporter with a certificate of its own. */
function webConfig(directory: string): string {
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', ...options], { stdio: 'ignore' })
  const path = join(directory, 'web.yml')
  const tls = `tls_server_config:\n  cert_file: ${cert}\n  key_file: ${key}\n`
  writeFileSync(path, `${tls}basic_auth_users:\n  x: ${HASH}\n`)
  return path
}

describe('postgres_exporter: TLS and passwords of its own', () => {
  const directory = mkdtempSync(join(tmpdir(), 'web-'))
  let site: Site

  after(async () => {
    await site?.destroy()
    rmSync(directory, { recursive: true })
  })

  it('do not keep it from being seen to be ready', async () => {
    site = await exporterSite({ prometheus: { web_config_file: webConfig(directory) } })
    const { args, exporter } = await creation(site, 'main')
    await site.ok(args)
    expect(await pgUp(exporter)).to.equal(undefined)
    const [entry] = JSON.parse(readFileSync(targetsPath(site), 'utf8'))
    expect(entry.labels.__scheme__).to.equal('https')
    expect((await site.run(['instance', 'status', 'main'])).code).to.equal(0)
  })
})
