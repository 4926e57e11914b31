import type { Interface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Standard input, as far as questions need it. */
export type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown }

/** Reads answers from standard input, line by line, and keeps lines that came too early for later questions. */
export class Answers {
  readonly #input: Input
  #reader: Interface | undefined
  #lines: AsyncIterator<string> | undefined

  constructor(input: Input) {
    this.#input = input
  }

  /** The next line without its end; undefined at the end of the input. Rejects when `signal` aborts. */
  async line(signal?: AbortSignal): Promise<string | undefined> {
    if (this.#lines === undefined) {
      const { createInterface } = await import('node:readline')
      this.#reader = createInterface({ input: this.#input, terminal: false })
      this.#lines = this.#reader[Symbol.asyncIterator]()
    }
    const next = await orAborted(this.#lines.next(), signal)
    return next.done ? undefined : next.value
  }

  /** A line typed at a terminal that isn't shown; undefined for Ctrl-D, and for Ctrl-C, which also calls `interrupt`. */
  async hiddenLine(interrupt: () => void, signal?: AbortSignal): Promise<string | undefined> {
    const input = this.#input
    if (!input.isTTY || input.setRawMode === undefined) return this.line(signal)
    this.#stopReading() // or it would take the password for the answer to a later question
    input.setRawMode(true)
    input.resume()
    let typed = ''
    let listener: ((chunk: Buffer) => void) | undefined
    try {
      const ended = new Promise<'enter' | 'end'>((resolve) => {
        listener = (chunk) => {
          for (const key of chunk.toString('utf8')) {
            if (key === '\r' || key === '\n') return resolve('enter')
            if (key === '\u0003') interrupt()
            if (key === '\u0003' || (key === '\u0004' && typed === '')) return resolve('end')
            typed = edited(typed, key)
          }
        }
        input.on('data', listener)
      })
      return (await orAborted(ended, signal)) === 'enter' ? typed : undefined
    } finally {
      if (listener !== undefined) input.off('data', listener)
      input.setRawMode(false)
      input.pause()
    }
  }

  /** Lets the process end. */
  close(): void {
    this.#stopReading()
    this.#input.pause()
  }

  #stopReading(): void {
    this.#reader?.close()
    this.#reader = undefined
    this.#lines = undefined
  }
}

function edited(typed: string, key: string): string {
  if (key === '\u007f' || key === '\b') return [...typed].slice(0, -1).join('')
  if (key === '\u0015') return ''
  return key < ' ' ? typed : typed + key
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  signal.throwIfAborted()
  const finished = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: finished.signal })
  })
  return Promise.race([work, aborted]).finally(() => finished.abort())
}
