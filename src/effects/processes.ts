import { accessSync, closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs'
import { operational } from '../errors/kinds.js'

export interface RunOptions {
  /** Added to this process's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** Written to standard input, which is empty otherwise. */
  readonly input?: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  /** Every line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void
  /** Only `onLine` gets standard output, which may be endless; it is answered empty. */
  readonly forgetOutput?: true
  /** Standard output is a secret: no error shows it. */
  readonly secretOutput?: true
  /** Exit codes that are no error, besides 0. */
  readonly accept?: readonly number[]
}

export interface Finished {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

/** A detached server: it outlives pglift. */
export interface Daemon {
  readonly pid: number
  /** Resolves when it ends while pglift still runs. */
  readonly exited: Promise<Exit>
  /** Stops watching, so that pglift can end. */
  release(): void
}

export type Argv = readonly [string, ...string[]]

export interface Processes {
  /** Runs to the end. Fails with `PGLIFT_COMMAND_FAILED`, naming program, status and its output, or `PGLIFT_COMMAND_MISSING`. */
  run(argv: Argv, options?: RunOptions): Promise<Finished>
  /** Starts a server in a session of its own, output appended to `log` (a path). */
  daemon(argv: Argv, options: { log: string; cwd?: string; env?: NodeJS.ProcessEnv }): Promise<Daemon>
  /** Becomes the program (execve where Node has it, else a child with the terminal handed over); does not return. */
  replace(argv: Argv, env: NodeJS.ProcessEnv): Promise<never>
  /** With the terminal handed over; answers the exit code. */
  interact(argv: Argv, env: NodeJS.ProcessEnv): Promise<number>
  /** A zombie is dead: PID 1 of a container may reap late. */
  isAlive(pid: number): boolean
  /** Start time in clock ticks since boot (proc(5), field 22): with the pid it names a process for good. */
  startTime(pid: number): number | undefined
  commandLine(pid: number): readonly string[] | undefined
  /** Where it works; undefined when it has ended, or is another user's. */
  workingDirectory(pid: number): string | undefined
  /** Variables that a process of this user was started with. */
  environment(pid: number): Readonly<Record<string, string>> | undefined
  /** One that has ended meanwhile is fine. Fails with `PGLIFT_SIGNAL` for another user's process. */
  signal(pid: number, signal: NodeJS.Signals): void
  /**
   * Living processes of this user that run one of `programs` (names) and whose working directory is `directory` or that
   * name it in their arguments: never the shell or the pager of someone who looks there.
   */
  using(directory: string, programs: ReadonlySet<string>): Promise<number[]>
  /** Living processes of this user that were started with the variable, or whose ancestors were. */
  withVariable(name: string, value: string): Promise<number[]>
  /** The program's path on `path` (PATH syntax) or, with a slash, itself, when executable. */
  which(program: string, path: string): Promise<string | undefined>
}

function commandError(
  argv: Argv,
  result: { exitCode?: number; signal?: string; stdout: string; stderr: string },
) {
  const end =
    result.signal === undefined
      ? `returned non-zero exit status ${result.exitCode}`
      : `was killed by ${result.signal}`
  const shown = `[${argv.map((word) => `'${word}'`).join(', ')}]`
  const output = [result.stderr, result.stdout].map((text) => text.trim()).filter((text) => text !== '')
  return operational('PGLIFT_COMMAND_FAILED', [`Command '${shown}' ${end}.`, ...output].join('\n'))
}

/** Ours, or `/` when a change of user has left us in a directory that we may not enter: children could not start there. */
function enterableDirectory(): string {
  try {
    accessSync('.', constants.X_OK)
    return process.cwd()
  } catch {
    return '/'
  }
}

async function run(argv: Argv, options: RunOptions = {}): Promise<Finished> {
  const { execa } = await import('execa')
  const [program, ...args] = argv
  const child = execa(program, args, {
    ...(options.env === undefined ? {} : { env: options.env }),
    cwd: options.cwd ?? enterableDirectory(),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    input: options.input ?? '',
    all: true,
    reject: false,
    stripFinalNewline: false,
    ...(options.forgetOutput === true ? { buffer: { stdout: false, stderr: true, all: false } } : {}),
  })
  if (options.onLine !== undefined)
    for await (const line of child.iterable({ from: 'all' })) options.onLine(String(line))
  const result = await child
  if (result.code === 'ENOENT' || result.code === 'EACCES')
    throw operational('PGLIFT_COMMAND_MISSING', `command '${program}' can't be run (${result.code})`, {
      cause: result,
    })
  if (result.timedOut)
    throw operational(
      'PGLIFT_COMMAND_TIMEOUT',
      `command '${program}' did not end within ${options.timeoutMs} ms`,
    )
  options.signal?.throwIfAborted()
  const finished = { stdout: String(result.stdout ?? ''), stderr: String(result.stderr ?? '') }
  const accepted = result.exitCode === 0 || (options.accept ?? []).includes(result.exitCode ?? -1)
  if (!accepted)
    throw commandError(argv, {
      ...finished,
      ...(options.secretOutput === true ? { stdout: '' } : {}),
      ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
      ...(result.signal === undefined ? {} : { signal: result.signal }),
    })
  return { ...finished, exitCode: result.exitCode ?? 0 }
}

async function daemon(
  argv: Argv,
  options: { log: string; cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<Daemon> {
  const { spawn } = await import('node:child_process')
  const output = openSync(options.log, 'a', 0o600)
  const [program, ...args] = argv
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: options.cwd ?? '/',
    env: options.env ?? process.env,
  })
  closeSync(output)
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) =>
      reject(
        operational('PGLIFT_COMMAND_MISSING', `command '${program}' can't be run: ${cause.message}`, {
          cause,
        }),
      ),
    )
  })
  return { pid: child.pid as number, exited, release: () => child.unref() }
}

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'] as const
const LEFT_TO_THE_TERMINAL = ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const

async function interact(argv: Argv, env: NodeJS.ProcessEnv): Promise<number> {
  const { spawn } = await import('node:child_process')
  const { constants } = await import('node:os')
  const [program, ...args] = argv
  const child = spawn(program, args, { stdio: 'inherit', env })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of FORWARDED) process.on(signal, forward)
  const ignore = () => undefined
  for (const signal of LEFT_TO_THE_TERMINAL) process.on(signal, ignore)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) =>
        reject(
          operational('PGLIFT_COMMAND_MISSING', `command '${program}' can't be run: ${cause.message}`, {
            cause,
          }),
        ),
      )
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      )
    })
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward)
    for (const signal of LEFT_TO_THE_TERMINAL) process.off(signal, ignore)
  }
}

type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never

async function replace(argv: Argv, env: NodeJS.ProcessEnv): Promise<never> {
  const { execve } = process as unknown as { execve?: Execve }
  if (execve !== undefined && argv[0].startsWith('/')) {
    const { emitWarning } = process
    process.emitWarning = () => undefined // execve is marked experimental on some releases
    try {
      execve.call(process, argv[0], argv, env)
    } finally {
      process.emitWarning = emitWarning
    }
  }
  process.exit(await interact(argv, env))
}

/** Fields of /proc/PID/stat after the program's name, which may itself hold blanks and parentheses. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  const state = statFields(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

function startTime(pid: number): number | undefined {
  const field = statFields(pid)?.[19]
  return field === undefined ? undefined : Number(field)
}

function commandLine(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return undefined
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function environment(pid: number): Record<string, string> | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').slice(0, -1)
    return Object.fromEntries(words.map((word) => [word.split('=', 1)[0], word.slice(word.indexOf('=') + 1)]))
  } catch {
    return undefined
  }
}

function signal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ESRCH') return
    throw operational('PGLIFT_SIGNAL', `can't send ${signal} to process ${pid}: ${message}`, { cause })
  }
}

async function allProcesses(): Promise<number[]> {
  const { readdir } = await import('node:fs/promises')
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
}

async function withVariable(name: string, value: string): Promise<number[]> {
  const pids = await allProcesses()
  return pids.filter((pid) => environment(pid)?.[name] === value && isAlive(pid))
}

function names(directory: string): (word: string) => boolean {
  return (word) => word === directory || word === `-D${directory}` || word.endsWith(`=${directory}`)
}

async function using(directory: string, programs: ReadonlySet<string>): Promise<number[]> {
  const { readlink } = await import('node:fs/promises')
  const { basename } = await import('node:path')
  const pids = await allProcesses()
  const link = (pid: number, name: string) => readlink(`/proc/${pid}/${name}`).catch(() => '') // another user's
  const concerns = async (pid: number) => {
    const program = basename((await link(pid, 'exe')).replace(/ \(deleted\)$/, ''))
    if (pid === process.pid || !programs.has(program) || !isAlive(pid)) return false
    if (commandLine(pid)?.some(names(directory))) return true
    return (await link(pid, 'cwd')) === directory
  }
  const found = await Promise.all(pids.map(async (pid) => ((await concerns(pid)) ? [pid] : [])))
  return found.flat()
}

async function which(program: string, path: string): Promise<string | undefined> {
  const { access, constants } = await import('node:fs/promises')
  const { join, resolve } = await import('node:path')
  const candidates = program.includes('/')
    ? [resolve(program)]
    : path
        .split(':')
        .filter((d) => d !== '')
        .map((d) => join(d, program))
  for (const candidate of candidates) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return candidate
  }
  return undefined
}

/** Real processes. */
export function realProcesses(): Processes {
  return {
    run,
    daemon,
    replace,
    interact,
    isAlive,
    startTime,
    commandLine,
    workingDirectory,
    environment,
    withVariable,
    signal,
    using,
    which,
  }
}
