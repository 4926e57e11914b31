import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Site } from '../test/support/site.js'
import { timed } from './measure.js'

const POLL_MS = 1
const PATIENCE_MS = 30_000

function isReady(datadir: string): boolean {
  try {
    return readFileSync(join(datadir, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

/**
 * PostgreSQL without pglift: what its own programs take on this machine for what pglift lets them do. It uses the
 * configuration that pglift gave to `model`, an instance of the site.
 */
export class BareServer {
  readonly #site: Site
  readonly #model: string
  readonly port: number
  readonly datadir: string
  #server: ChildProcess | undefined

  constructor(site: Site, model: string, port: number) {
    this.#site = site
    this.#model = model
    this.port = port
    this.datadir = join(site.directory, 'bare', 'data')
  }

  /** Milliseconds of initdb. `argv` is how pglift called it; only the directories are others. */
  initdb(argv: readonly string[]): number {
    const home = dirname(this.datadir)
    mkdirSync(home, { recursive: true })
    const directories = { '--pgdata': this.datadir, '--waldir': join(home, 'wal') }
    const own = argv.map((word) => {
      const found = Object.entries(directories).find(([option]) => word.startsWith(`${option}=`))
      return found === undefined ? word : found.join('=')
    })
    return timed(own, this.#site.env)
  }

  /** Gives the server the configuration of the model, but for the port and what `settings` say. */
  configure(settings = ''): void {
    for (const file of ['postgresql.conf', 'postgresql.auto.conf', 'pg_hba.conf', 'pg_ident.conf'])
      cpSync(join(this.#site.datadir(this.#model), file), join(this.datadir, file))
    const conf = join(this.datadir, 'postgresql.conf')
    writeFileSync(conf, `${readFileSync(conf, 'utf8')}\nport = ${this.port}\n${settings}`)
  }

  /** Milliseconds from the start of the server until it accepts connections. */
  async start(): Promise<number> {
    const program = join(this.#site.bindir(), 'postgres')
    const started = process.hrtime.bigint()
    this.#server = spawn(program, ['-D', this.datadir], { env: this.#site.env, stdio: 'ignore' })
    const deadline = Date.now() + PATIENCE_MS
    while (!isReady(this.datadir)) {
      if (this.#server.exitCode !== null || Date.now() > deadline)
        throw new Error(`the bare server in ${this.datadir} does not start: see ${this.#site.prefix}/log`)
      await sleep(POLL_MS)
    }
    return Number(process.hrtime.bigint() - started) / 1e6
  }

  /** Milliseconds from the signal for a fast shutdown until the server is gone. */
  async stop(): Promise<number> {
    const server = this.#server
    if (server === undefined) return 0
    this.#server = undefined
    const gone = new Promise((resolve) => server.once('exit', resolve))
    const started = process.hrtime.bigint()
    server.kill('SIGINT')
    await gone
    return Number(process.hrtime.bigint() - started) / 1e6
  }

  /** Milliseconds of a connection and these statements, one by one. */
  async execute(statements: readonly string[]): Promise<number> {
    const { default: pg } = await import('pg')
    const started = process.hrtime.bigint()
    const client = new pg.Client({
      host: '127.0.0.1',
      port: this.port,
      user: 'postgres',
      database: 'postgres',
    })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
    return Number(process.hrtime.bigint() - started) / 1e6
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(dirname(this.datadir), { recursive: true, force: true })
  }
}
