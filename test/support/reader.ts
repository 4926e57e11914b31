import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bindirs } from './places.js'
import { runProgram } from './process.js'
import type { Site } from './site.js'
import { type Typist, typed } from './typist.js'

/** Ports that the tutorials use, each a free one here. */
const PORTS = ['5432', '5433', '5434', '9187', '9188', '6432']

const HOME = '/home/dba'

/** A directory that root would have given to the reader. */
const BACKUPS = '/backup/'

/** Where the reader of one document sits: a home directory, and the PATH and the registry of everybody. */
export class Reader implements Typist {
  readonly #site: Site
  readonly #ports = new Map<string, string>()
  readonly #env: NodeJS.ProcessEnv

  /** Programs in `folders` are found before all others but his own. */
  constructor(site: Site, env: NodeJS.ProcessEnv, folders: readonly string[] = []) {
    this.#site = site
    const home = site.home
    const { PATH, LANG, TMPDIR } = site.env
    const searched = [`${home}/.local/bin`, ...folders, site.bindir(), PATH].join(':')
    this.#env = { PATH: searched, LANG, TMPDIR, HOME: home, ...env }
  }

  async prepare(): Promise<void> {
    for (const port of PORTS) this.#ports.set(port, String(await this.#site.freePort()))
  }

  /** The port that the document calls `documented` is `actual` here. */
  isPort(documented: string, actual: string): void {
    this.#ports.set(documented, actual)
  }

  here(text: string): string {
    const ports = text.replaceAll(/\b\d{4}\b/g, (port) => this.#ports.get(port) ?? port)
    const programs = ports.replaceAll(
      /\/usr\/lib\/postgresql\/(\d+)\/bin/g,
      (path, version: string) => bindirs()[version] ?? path,
    )
    return programs
      .replaceAll(HOME, this.#site.home)
      .replaceAll(BACKUPS, `${this.#site.home}/backup/`)
      .replaceAll('~/', `${this.#site.home}/`)
  }

  async write(path: string, content: string): Promise<void> {
    const file = join(path.startsWith('~') || path.startsWith('/') ? '/' : this.#site.home, this.here(path))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, this.here(content))
  }

  async type(command: string, asRoot = false): Promise<{ code: number | null; lines: string[] }> {
    if (asRoot) throw new Error(`'${command}' wants root, who is not here`)
    const argv = ['bash', '-c', typed(this.here(command), join(this.#site.directory, 'shell'))]
    const { code, stdout } = await runProgram(argv, {
      env: this.#env,
      cwd: this.#site.home,
      timeoutMs: 120_000,
    })
    return { code, lines: stdout.split('\n') }
  }
}
