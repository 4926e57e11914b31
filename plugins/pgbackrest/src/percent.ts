/** Shows on a terminal how much of something is done; elsewhere nothing. */
export class Percent {
  readonly #title: string
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>
  #shown = -1

  constructor(title: string, stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>) {
    this.#title = title
    this.#stream = stream
  }

  readonly update = (percent: number): void => {
    const whole = Math.floor(percent)
    if (!this.#stream.isTTY || whole === this.#shown) return
    this.#shown = whole
    this.#stream.write(`\r\x1b[K${this.#title}: ${whole} %`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown >= 0) this.#stream.write('\r\x1b[K')
  }
}
