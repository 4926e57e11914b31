import { AsyncLocalStorage } from 'node:async_hooks'
import { operational } from '../errors/kinds.js'

/** What the process gives to everybody who runs in it. */
type Process = Pick<NodeJS.Process, 'exit' | 'exitCode'> & {
  readonly stdout: Pick<NodeJS.WriteStream, 'write'>
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>
}

/**
 * Keeps what components do by mistake from those who did not ask for it: what they print on standard output goes to
 * standard error, so that JSON stays JSON; `process.exit` fails instead of leaving an operation half-done; the exit
 * status is the command's. It holds for all that a component starts, timers included.
 */
export class Containment {
  readonly #process: Process
  readonly #inside = new AsyncLocalStorage<string>()
  readonly #originals: { write: Process['stdout']['write']; exit: Process['exit'] }

  constructor(process: Process) {
    this.#process = process
    const { stdout, exit } = process
    const { write } = stdout
    this.#originals = { write, exit }
    stdout.write = ((...args: Parameters<typeof write>) =>
      this.#inside.getStore() === undefined
        ? write.apply(stdout, args)
        : process.stderr.write(...args)) as typeof write
    process.exit = ((code?: number) => {
      const component = this.#inside.getStore()
      if (component === undefined) return exit.call(process as NodeJS.Process, code)
      throw operational('PGLIFT_COMPONENT_EXIT', `component '${component}' tried to end the program`)
    }) as Process['exit']
  }

  /** Runs work of a component, contained. */
  async run<T>(component: string, work: () => T | Promise<T>): Promise<T> {
    const { exitCode } = this.#process
    try {
      return await this.#inside.run(component, work)
    } finally {
      this.#process.exitCode = exitCode
    }
  }

  /** Runs what a component calls, but is the host's: a question to the user. */
  leave<T>(work: () => T): T {
    return this.#inside.exit(work)
  }

  /** The process is as it was. */
  release(): void {
    this.#process.stdout.write = this.#originals.write
    this.#process.exit = this.#originals.exit
  }
}
