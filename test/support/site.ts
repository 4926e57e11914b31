import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { bindirs, completeMajors, freePort, ROOT } from './places.js'
import { endProcessesBelow, type ProgramOptions, type Result, runProgram } from './process.js'

/** Small and fast servers that listen on loopback only. */
const CONF_TEMPLATE = `cluster_name = {name}
listen_addresses = 'localhost'
shared_buffers = 16MB
fsync = off
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}.log'
log_destination = 'stderr'
logging_collector = on
`

export interface SiteOptions {
  /** Merged over the site's own settings, the `postgresql` section one level deep. */
  readonly settings?: Readonly<Record<string, unknown>> & { postgresql?: Readonly<Record<string, unknown>> }
  /** Default major of new instances; the oldest complete one. */
  readonly version?: string
  /** Where the site's directory is made; the system's directory for temporary files. */
  readonly below?: string
  /** Site templates by path, e.g. `postgresql/pg_hba.conf`. */
  readonly templates?: Readonly<Record<string, string>>
}

export interface RunOptions extends Partial<ProgramOptions> {
  /** Exit status that is expected: any other fails with what the command said. */
  readonly expectExit?: number
  /** Program and arguments in front of Node, e.g. strace. */
  readonly wrapper?: readonly string[]
}

/**
 * A site of its own below a temporary directory, and the built `pglift` that runs on it. Whoever makes one calls
 * `destroy()` in an `after` hook: it ends every server below the directory and removes it.
 */
export class Site {
  /** Short: a socket's path has at most 107 bytes. */
  readonly directory: string
  readonly version: string
  readonly env: NodeJS.ProcessEnv
  /** What its settings file held at first. */
  readonly settings: Readonly<Record<string, unknown>>

  constructor(options: SiteOptions = {}) {
    this.directory = mkdtempSync(join(options.below ?? tmpdir(), 's-'))
    this.version = options.version ?? (completeMajors()[0] as string)
    const { postgresql = {}, ...settings } = options.settings ?? {}
    const versions = Object.entries(bindirs()).map(([version, bindir]) => ({ version, bindir }))
    const passfile = join(this.home, '.pgpass')
    const own = { bindir: null, versions, default_version: this.version, auth: { passfile } }
    this.settings = {
      prefix: this.prefix,
      run_prefix: this.runPrefix,
      cli: { log_format: '%(levelname)-4s %(message)s' },
      ...settings,
      postgresql: { ...own, ...postgresql },
    }
    this.config('settings.yaml', this.settings)
    const templates = { 'postgresql/postgresql.conf': CONF_TEMPLATE, ...options.templates }
    for (const [path, text] of Object.entries(templates)) this.config(path, text)
    mkdirSync(this.home)
    mkdirSync(join(this.directory, 'tmp'))
    const { PATH, LANG, NODE_V8_COVERAGE } = process.env
    this.env = {
      PATH,
      LANG,
      HOME: this.home,
      TMPDIR: join(this.directory, 'tmp'),
      PGLIFT_CONFIG_DIR: this.configDirectory,
      ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
    }
  }

  /** A site after `site-configure install`. */
  static async installed(options?: SiteOptions): Promise<Site> {
    const site = new Site(options)
    await site.ok(['site-configure', 'install']).catch(async (error: unknown) => {
      await site.destroy()
      throw error
    })
    return site
  }

  get prefix(): string {
    return join(this.directory, 'p')
  }

  get runPrefix(): string {
    return join(this.directory, 'run')
  }

  get home(): string {
    return join(this.directory, 'home')
  }

  get configDirectory(): string {
    return join(this.directory, 'etc')
  }

  get journalDirectory(): string {
    return join(this.prefix, 'srv/journal')
  }

  bindir(version = this.version): string {
    return bindirs()[version] as string
  }

  datadir(name: string, version = this.version): string {
    return join(this.prefix, 'srv/pgsql', version, name, 'data')
  }

  /** A port for an instance; no two calls answer the same. */
  freePort(): Promise<number> {
    return freePort()
  }

  /** Writes a file of the configuration directory; what is no text is written as YAML. */
  config(path: string, content: unknown): string {
    const file = join(this.configDirectory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : stringify(content))
    return file
  }

  /** Runs `pglift ARGS` to its end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    const { env, expectExit, wrapper = [], cwd = this.directory, ...rest } = options
    const argv = [...wrapper, process.execPath, join(ROOT, 'bin/run.js'), ...args]
    const result = await runProgram(argv, { cwd, ...rest, env: { ...this.env, ...env } })
    if (expectExit !== undefined && result.code !== expectExit)
      throw new Error(
        `pglift ${args.join(' ')}: exit status ${result.code}, not ${expectExit}\n${result.stderr}${result.stdout}`,
      )
    return result
  }

  /** Runs `pglift --non-interactive ARGS`; fails with what it said when it does not end with 0. */
  ok(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    return this.run(['--non-interactive', ...args], { ...options, expectExit: 0 })
  }

  /** What `pglift ARGS -o json` prints. */
  async json<T = unknown>(args: readonly string[], options: RunOptions = {}): Promise<T> {
    const { stdout } = await this.ok([...args, '-o', 'json'], options)
    return JSON.parse(stdout) as T
  }

  /** Rows of a query on a running instance (its name, or `15/main`), as the superuser through its socket. */
  async psql<T = Record<string, unknown>>(
    instance: string,
    text: string,
    options: { dbname?: string; user?: string; password?: string } = {},
  ): Promise<T[]> {
    const { default: pg } = await import('pg')
    const [name = '', version] = instance.split('/').reverse()
    const lines = readFileSync(join(this.datadir(name, version), 'postmaster.pid'), 'utf8').split('\n')
    const { dbname = 'postgres', user = 'postgres', password } = options
    const config = { host: lines[4] as string, port: Number(lines[3]), user, database: dbname }
    const client = new pg.Client({ ...config, ...(password === undefined ? {} : { password }) })
    client.on('error', () => undefined) // A server that ends meanwhile: the query fails by itself.
    await client.connect()
    try {
      const result = await client.query(text)
      return result.rows as T[]
    } finally {
      await client.end()
    }
  }

  /** Ends every process below the site's directory and removes it. */
  async destroy(): Promise<void> {
    await endProcessesBelow(this.directory)
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
