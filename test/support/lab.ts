import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ROOT } from './places.js'
import { type Result, runProgram } from './process.js'

const SCRIPT = join(ROOT, 'scripts/test/systemd-lab.sh')

/** Who has the instances in a lab; made by PostgreSQL's packages. */
export const USER = 'postgres'

/** Home directory of that user. */
export const HOME = '/var/lib/postgresql'

export interface LabRunOptions {
  readonly user?: string
  readonly input?: string
  /** Exit status that is expected; any other fails with what the command said. */
  readonly expectExit?: number
}

/** Components of this checkout, as `pglift plugins link` leaves them, in a folder that a lab sees. */
async function linkComponents(folder: string, names: readonly string[]): Promise<void> {
  const load = (path: string) => import(pathToFileURL(join(ROOT, path)).href)
  const { lendRuntime } = await load('scripts/lend-runtime.mjs')
  const { freshManifest } = await load('scripts/fresh-manifest.mjs')
  await lendRuntime()
  const plugins = []
  for (const name of names) {
    const source = join(ROOT, 'plugins', name)
    const root = join(folder, name)
    mkdirSync(root, { recursive: true })
    for (const part of ['dist', 'templates', 'package.json'])
      symlinkSync(join(source, part), join(root, part))
    writeFileSync(join(root, 'oclif.manifest.json'), await freshManifest(source))
    plugins.push({ name: `@pglift/${name}`, root, type: 'link' })
  }
  const description = { private: true, oclif: { schema: 1, plugins }, dependencies: {} }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description))
}

/**
 * A machine whose PID 1 is systemd, with `pglift` and components of this checkout, files of its own that go with it, and
 * all of the network to itself. Whoever boots one calls `stop()` in an `after` hook.
 */
export class Lab {
  readonly #directory: string

  private constructor(directory: string) {
    this.#directory = directory
  }

  static async boot(components: readonly string[]): Promise<Lab> {
    const lab = await Lab.bare([ROOT], (directory) => linkComponents(join(directory, 'plugins'), components))
    const pglift = [
      '#!/bin/sh',
      `PGLIFT_DATA_DIR='${join(lab.#directory, 'plugins')}'`,
      'export PGLIFT_DATA_DIR',
      `exec '${process.execPath}' '${join(ROOT, 'bin/run.js')}' "$@"`,
    ]
    writeFileSync(join(lab.#directory, 'pglift'), `${pglift.join('\n')}\n`, { mode: 0o755 })
    await lab.root(['cp', join(lab.#directory, 'pglift'), '/usr/local/bin/pglift'])
    return lab
  }

  /** One without pglift, that sees `folders` of this machine, and Node.js. `prepare` fills its own, which it sees, too. */
  static async bare(
    folders: readonly string[],
    prepare: (directory: string) => Promise<void> = async () => undefined,
  ): Promise<Lab> {
    const directory = mkdtempSync(join(tmpdir(), 'lab-'))
    chmodSync(directory, 0o755)
    const lab = new Lab(directory)
    await prepare(directory)
    await lab.#script('start', [...folders, directory, dirname(process.execPath)])
    return lab
  }

  #call(verb: string, words: readonly string[], input?: string): Promise<Result> {
    const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' }
    const argv = [SCRIPT, verb, join(this.#directory, 'lab'), ...words]
    return runProgram(argv, { env, ...(input === undefined ? {} : { input }) })
  }

  async #script(verb: string, words: readonly string[], options: LabRunOptions = {}): Promise<Result> {
    const { input, expectExit = 0 } = options
    const result = await this.#call(verb, words, input)
    if (result.code === expectExit) return result
    const said = `${result.stderr}${result.stdout}`
    throw new Error(`${words.join(' ')}: exit status ${result.code}, not ${expectExit}\n${said}`)
  }

  /** Runs a program as the user that has the instances. */
  run(argv: readonly string[], options: LabRunOptions = {}): Promise<Result> {
    return this.#script('exec', [options.user ?? USER, ...argv], options)
  }

  /** Runs a program as `user`, whatever its exit status. */
  attempt(argv: readonly string[], user: string): Promise<Result> {
    return this.#call('exec', [user, ...argv])
  }

  root(argv: readonly string[], options: LabRunOptions = {}): Promise<Result> {
    return this.run(argv, { ...options, user: 'root' })
  }

  /** Types a command line of blank-separated words, and answers its questions. */
  type(line: string, answers: readonly string[] = [], options: LabRunOptions = {}): Promise<Result> {
    const input = answers.map((answer) => `${answer}\n`).join('')
    return this.run(line.split(' '), { input, ...options })
  }

  /** Runs a script of sh. */
  sh(script: string, options: LabRunOptions = {}): Promise<Result> {
    return this.run(['sh', '-ec', script], options)
  }

  /** Writes a file, with the directories above it, as that user. */
  async write(path: string, text: string, options: LabRunOptions = {}): Promise<void> {
    await this.run(['sh', '-ec', 'mkdir -p "$(dirname "$1")"; cat > "$1"', 'sh', path], {
      ...options,
      input: text,
    })
  }

  /** The service manager of the user runs without a session, and is up. */
  async linger(): Promise<void> {
    await this.root(['loginctl', 'enable-linger', USER])
    await this.managerIsUp()
  }

  async managerIsUp(): Promise<void> {
    const isUp = 'systemctl --user is-system-running | grep -Eq "running|degraded"'
    await this.until(isUp, `the service manager of ${USER} is up`)
  }

  /** Runs a script of sh again and again until it ends with 0; fails after some seconds. */
  async until(script: string, what: string, seconds = 90): Promise<void> {
    const deadline = Date.now() + seconds * 1000
    let last: unknown
    while (Date.now() < deadline) {
      const failed = await this.sh(script).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (failed === undefined) return
      last = failed
      await pause(100)
    }
    throw new Error(`not within ${seconds} s: ${what}\n${(last as Error).message}`)
  }

  async reboot(): Promise<void> {
    await this.#script('reboot', [])
  }

  async stop(): Promise<void> {
    await this.#script('stop', [])
    rmSync(this.#directory, { recursive: true, force: true })
  }
}
