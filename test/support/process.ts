import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a program ended and what it said. */
export interface Result {
  readonly stdout: string
  readonly stderr: string
  /** Exit status; 128 + N when a signal ended it, as shells have it. */
  readonly code: number
}

export interface ProgramOptions {
  /** Standard input; empty without one. */
  readonly input?: string
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Ends the program by SIGKILL and fails; 60 s by default. */
  readonly timeoutMs?: number
  /** Called with the pid as soon as it runs. */
  readonly onStart?: (pid: number) => void
  /** Called with all that it has written to standard error so far, whenever it has. */
  readonly onStderr?: (said: string) => void
}

const ORPHANS_MS = 2000

/** Runs a program to its end. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<Result> {
  const { input = '', env, cwd, timeoutMs = 180_000, onStart, onStderr } = options
  const [program = '', ...args] = argv
  const child = spawn(program, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk
      if (stream === 'stderr') onStderr?.(said.stderr)
    })
  child.stdin.on('error', () => undefined) // it may end without reading
  child.stdin.end(input)
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const started = Date.now()
  return new Promise((resolve, reject) => {
    child.once('spawn', () => onStart?.(child.pid as number))
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (signal === 'SIGKILL' && Date.now() - started >= timeoutMs)
        return reject(new Error(`${argv.join(' ')} did not end within ${timeoutMs} ms\n${said.stderr}`))
      const status = code ?? (signal === null ? 1 : 128 + constants.signals[signal])
      const end = () => resolve({ ...said, code: status })
      child.once('close', end)
      setTimeout(end, ORPHANS_MS).unref() // children of a killed program may hold its output open
    })
  })
}

function reading<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

export interface RunningProcess {
  readonly pid: number
  readonly command: string
}

/** Whether a process exists and is no zombie. */
function isAlive(pid: number): boolean {
  const stat = reading(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  return stat !== undefined && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
}

/** Living processes, but for this one, that work in `directory`, name it in their arguments, or are services of its site. */
export function processesBelow(directory: string): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = reading(() => readFileSync(`/proc/${name}/cmdline`, 'utf8'))
        ?.replaceAll('\0', ' ')
        .trim()
      const cwd = reading(() => readlinkSync(`/proc/${name}/cwd`)) ?? ''
      const environment = reading(() => readFileSync(`/proc/${name}/environ`, 'utf8')) ?? ''
      const concerned =
        command?.includes(directory) === true ||
        `${cwd}/`.startsWith(`${directory}/`) ||
        environment.includes(`PGLIFT_SERVICE=${directory}/`)
      // One that is just ending has lost its command line, and not yet its directory.
      return concerned && command && isAlive(Number(name)) ? [{ pid: Number(name), command }] : []
    })
}

/** Ends all processes below `directory`: servers by an immediate shutdown, and what is left after 5 s by SIGKILL. */
export async function endProcessesBelow(directory: string): Promise<void> {
  for (const { pid } of processesBelow(directory)) signal(pid, 'SIGQUIT')
  for (let round = 0; round < 100 && processesBelow(directory).length > 0; round += 1) await sleep(50)
  for (const { pid } of processesBelow(directory)) signal(pid, 'SIGKILL')
}

/** Sends a signal to a process that may have ended by itself. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Waits until `reached`; fails with `what` after `timeoutMs`, which on a busy machine is long. It rests as long as a look took,
 * or looks that start programs would keep a processor from what is waited for.
 */
export async function until(
  what: string,
  reached: () => boolean | Promise<boolean>,
  timeoutMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const start = Date.now()
    if (await reached()) return
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`)
    await sleep(Math.max(20, Date.now() - start))
  }
}

/** Waits until `look` finds something, and answers that. */
export async function found<T>(what: string, look: () => T | undefined): Promise<T> {
  let it: T | undefined
  await until(what, () => {
    it = look()
    return it !== undefined
  })
  return it as T
}

/** Keeps a site's only server from ending, once it was told to, and from checkpoints, until what is answered is called. */
export async function slowToStop({ directory }: { readonly directory: string }): Promise<() => void> {
  const isCheckpointer = ({ command }: RunningProcess) => /^postgres: .*checkpointer/.test(command)
  const { pid } = await found('the checkpointer', () => processesBelow(directory).find(isCheckpointer))
  process.kill(pid, 'SIGSTOP')
  return () => signal(pid, 'SIGCONT')
}

/** Waits until no process works below a directory: a server's last ones end a moment after it. */
export async function nothingRuns(directory: string): Promise<void> {
  let left: string[] = []
  const ended = () => {
    left = processesBelow(directory).map(({ command }) => command)
    return left.length === 0
  }
  await until(`nothing runs below ${directory}`, ended, 20_000).catch((error: Error) => {
    throw new Error(`${error.message}; it does: ${left.join('; ')}`)
  })
}
