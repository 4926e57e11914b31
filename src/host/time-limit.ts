/** How long somebody may take; it can be stopped while they wait for the user. */
export class TimeLimit {
  readonly #overrun: () => Error
  #left: number
  #since = 0
  #timer: NodeJS.Timeout | undefined
  #over = false
  #reject: (error: Error) => void = () => undefined

  /** `overrun` makes the error of those who take longer than `milliseconds`. */
  constructor(milliseconds: number, overrun: () => Error) {
    this.#left = milliseconds
    this.#overrun = overrun
  }

  /** Runs `work`; fails when it takes too long. What it goes on doing then, nobody waits for. */
  async race<T>(work: () => Promise<T>): Promise<T> {
    const late = new Promise<never>((_, reject) => {
      this.#reject = reject
    })
    this.#start()
    try {
      return await Promise.race([work(), late])
    } finally {
      this.#over = true
      clearTimeout(this.#timer)
    }
  }

  /** Waits for `work` without counting the time. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer)
    this.#left -= performance.now() - this.#since
    try {
      return await work()
    } finally {
      if (!this.#over) this.#start()
    }
  }

  // The timer keeps the process alive: one that waits for nothing would end without a word.
  #start(): void {
    this.#since = performance.now()
    this.#timer = setTimeout(() => this.#reject(this.#overrun()), Math.max(0, this.#left))
  }
}
