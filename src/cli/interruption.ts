import { constants } from 'node:os'
import { Cancelled } from '../errors/kinds.js'

type Terminating = 'SIGINT' | 'SIGTERM'

/** Why the running command was aborted: the signal that came. */
export class Interrupted extends Cancelled {
  readonly exitCode: number

  constructor(signal: Terminating) {
    super(`interrupted by ${signal}`)
    this.name = 'Interrupted'
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Turns SIGINT and SIGTERM into an abort, so that a command can undo what it began. A second one ends the process at
 * once; the journal tells what was left.
 */
export class Interruption {
  readonly #controller = new AbortController()
  readonly #handlers = new Map<Terminating, () => void>()

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The signal that came, if one did. */
  get cause(): Interrupted | undefined {
    return this.signal.reason instanceof Interrupted ? this.signal.reason : undefined
  }

  listen(): void {
    if (this.#handlers.size > 0) return
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      const handler = () => this.raise(name)
      this.#handlers.set(name, handler)
      process.on(name, handler)
    }
  }

  raise(name: Terminating): void {
    const interrupted = new Interrupted(name)
    if (this.signal.aborted) process.exit(interrupted.exitCode)
    this.#controller.abort(interrupted)
  }

  /** Gives the signals back: to the process's own end, or to a child in the foreground. */
  release(): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler)
    this.#handlers.clear()
  }
}
