/** What a status line needs of standard error. */
export interface LineStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const FRAMES = ['|', '/', '-', '\\']
const PERIOD_MS = 120

/**
 * The last line of the terminal: tells what a long step is doing. Everything that goes to standard error goes through
 * `print`, so that it doesn't run into that line. Not on a terminal it shows nothing.
 */
export class StatusLine {
  readonly #stream: LineStream
  readonly #animated: boolean
  #text: string | undefined
  #frame = 0
  #timer: NodeJS.Timeout | undefined

  constructor(stream: LineStream, env: NodeJS.ProcessEnv = process.env) {
    this.#stream = stream
    this.#animated = stream.isTTY === true && env.TERM !== 'dumb' && !env.CI
  }

  /** Shows `text`, in place of what was shown. The line never keeps the process alive. */
  show(text: string): void {
    if (!this.#animated) return
    this.#text = text
    this.#timer ??= setInterval(() => this.#draw(), PERIOD_MS).unref()
    this.#draw()
  }

  /** Takes the line away. */
  hide(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer)
    this.#timer = undefined
    if (this.#text !== undefined) this.#clear()
    this.#text = undefined
  }

  /** Writes text (with its newline) above the line. */
  print(text: string): void {
    if (this.#text !== undefined) this.#clear()
    this.#stream.write(text)
    if (this.#text !== undefined) this.#draw()
  }

  #clear(): void {
    this.#stream.write('\r\u001b[2K')
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % FRAMES.length
    const line = `${FRAMES[this.#frame]} ${this.#text ?? ''}...`
    this.#stream.write(`\r\u001b[2K${line.slice(0, (this.#stream.columns || 80) - 1)}`)
  }
}
