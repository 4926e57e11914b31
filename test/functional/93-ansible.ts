import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ROOT } from '../support/places.js'
import { type Result, runProgram } from '../support/process.js'
import type { Site } from '../support/site.js'
import { type ReturnDocumentation, returnFault } from './93-ansible-return.js'

/** The parts of `ansible-doc -j` that are looked at. */
export interface ModuleDocumentation {
  readonly doc: { readonly options: Readonly<Record<string, unknown>> }
  readonly examples: string
  readonly return: ReturnDocumentation
}

/** What a task answered, by the callback that prints JSON. */
export interface TaskResult {
  readonly changed: boolean
  readonly failed?: boolean
  readonly msg?: string
  readonly [answer: string]: unknown
}

type Stats = Readonly<Record<'changed' | 'failures' | 'unreachable', number>>

export interface Play {
  readonly code: number | null
  /** Results by the name of their task, of the only host or of the one that was last. */
  readonly tasks: ReadonlyMap<string, TaskResult>
  /** All hosts together. */
  readonly stats: Stats
  readonly stdout: string
  readonly stderr: string
}

/** All modules of the collection. */
const MODULES = ['instance', 'role', 'database', 'host', 'postgres_exporter', 'dsn_info'] as const

/** The collection, built and installed as its users do, and a pglift that only lies in ~/.local/bin. */
export class Ansible {
  readonly #site: Site
  readonly #env: NodeJS.ProcessEnv
  #documentation: Readonly<Record<string, ModuleDocumentation>> | undefined

  constructor(site: Site) {
    this.#site = site
    const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin'
    this.#env = {
      ...site.env,
      PATH,
      ANSIBLE_COLLECTIONS_PATH: this.collections,
      ANSIBLE_LOCAL_TEMP: join(site.directory, 'tmp'),
      ANSIBLE_CALLBACK_PLUGINS: join(ROOT, 'test/fixtures/ansible'),
      ANSIBLE_STDOUT_CALLBACK: 'json_lines',
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    }
  }

  get collections(): string {
    return join(this.#site.directory, 'collections')
  }

  /** Where pglift lies: not in the PATH. */
  get bin(): string {
    return join(this.#site.home, '.local/bin')
  }

  run(argv: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.#site.directory): Promise<Result> {
    return runProgram(argv, {
      env: { ...this.#env, ...env },
      cwd,
      timeoutMs: 180_000,
    })
  }

  async #must(...argv: string[]): Promise<Result> {
    const result = await this.run(argv)
    if (result.code !== 0) throw new Error(`${argv.join(' ')}: ${result.stderr}${result.stdout}`)
    return result
  }

  /** Builds the collection and installs its archive. */
  async install(): Promise<void> {
    const built = join(this.#site.directory, 'built')
    await this.#must('ansible-galaxy', 'collection', 'build', join(ROOT, 'ansible'), '--output-path', built)
    const archive = join(built, 'dalibo-pglift-0.1.0.tar.gz')
    await this.#must('ansible-galaxy', 'collection', 'install', '--offline', archive, '-p', this.collections)
    this.putPglift()
  }

  /** Puts a pglift to where no PATH leads. */
  putPglift(): void {
    mkdirSync(this.bin, { recursive: true })
    const pglift = join(this.bin, 'pglift')
    writeFileSync(pglift, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/run.js')}' "$@"\n`)
    chmodSync(pglift, 0o755)
  }

  /** Documentation of all modules as `ansible-doc` reads it. */
  async documentation(): Promise<Readonly<Record<string, ModuleDocumentation>>> {
    const names = MODULES.map((module) => `dalibo.pglift.${module}`)
    this.#documentation ??= JSON.parse((await this.#must('ansible-doc', '-j', ...names)).stdout)
    return this.#documentation as Readonly<Record<string, ModuleDocumentation>>
  }

  /** Ansible's own checks of a collection, those that need no further packages. */
  async sanity(): Promise<void> {
    const tests = ['compile', 'line-endings', 'metaclass-boilerplate', 'no-basestring', 'no-main-display']
    const argv = [
      'ansible-test',
      'sanity',
      '--python',
      'default',
      ...tests.flatMap((test) => ['--test', test]),
    ]
    const cwd = join(this.collections, 'ansible_collections/dalibo/pglift')
    const { code, stdout, stderr } = await this.run(argv, {}, cwd)
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stdout}${stderr}`)
  }

  /** Fails unless a task answered what the documentation of its module says. */
  async expectDocumented(module: string, answer: TaskResult): Promise<void> {
    const { return: documented } = (await this.documentation())[
      `dalibo.pglift.${module}`
    ] as ModuleDocumentation
    const fault = returnFault(documented, answer)
    if (fault !== undefined) throw new Error(`${module}: ${fault}: ${JSON.stringify(answer)}`)
  }

  /** Plays `tasks` on the host of the inventory, `options` of ansible-playbook in front. */
  play(
    tasks: readonly object[],
    inventory: Readonly<Record<string, unknown>>,
    ...options: string[]
  ): Promise<Play> {
    const { HOME, PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR } = this.#site.env
    const environment = {
      HOME,
      PGLIFT_CONFIG_DIR,
      ...(PGLIFT_DATA_DIR === undefined ? {} : { PGLIFT_DATA_DIR }),
    }
    const play = {
      hosts: 'srv-pg1',
      become: 'yes',
      become_user: userInfo().username,
      gather_facts: false,
      environment,
    }
    this.write('play.yml', stringify([{ ...play, tasks }]))
    this.write('inventory.yml', stringify({ all: { hosts: { 'srv-pg1': inventory } } }))
    return this.playbook(['-i', 'inventory.yml', 'play.yml', ...options])
  }

  /** Copies a folder of playbooks to where they are played, as they are but for what is named: ports, and the user. */
  take(folder: string, here: Readonly<Record<string, string>>): void {
    const source = join(ROOT, 'test/fixtures/ansible', folder)
    for (const name of readdirSync(source)) {
      let text = readFileSync(join(source, name), 'utf8')
      for (const [there, value] of Object.entries(here)) text = text.replaceAll(there, value)
      this.write(name, text)
    }
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.#site.directory, name), text)
  }

  /** Runs ansible-playbook where the playbooks are. */
  async playbook(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Play> {
    const { code, stdout, stderr } = await this.run(['ansible-playbook', ...args], env)
    return { code, ...playOf(stdout, stderr), stdout, stderr }
  }
}

interface Line {
  readonly host?: string
  readonly task?: string
  readonly result?: TaskResult
  readonly stats?: Readonly<Record<string, Stats>>
}

function playOf(stdout: string, stderr: string): Pick<Play, 'stats' | 'tasks'> {
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
  const stats = lines.find((line) => line.stats !== undefined)?.stats
  if (stats === undefined) throw new Error(`ansible-playbook did not play: ${stderr}${stdout}`)
  const tasks = lines.flatMap(({ task, result }) =>
    task === undefined || result === undefined ? [] : ([[task.replace(/^.* : /, ''), result]] as const),
  )
  const sum = (name: keyof Stats) => Object.values(stats).reduce((total, one) => total + one[name], 0)
  const total = {
    changed: sum('changed'),
    failures: sum('failures'),
    unreachable: sum('unreachable'),
  }
  return { tasks: new Map(tasks), stats: total }
}
