import { Cancelled, usage } from '../../errors/kinds.js'
import { paint, wantsColour } from '../output/colour.js'
import type { LineStream, StatusLine } from '../output/status-line.js'
import { Answers, type Input } from './answers.js'

export interface AskOptions {
  readonly input: Input
  /** Standard error: results on standard output stay clean. */
  readonly stream: LineStream
  readonly statusLine: StatusLine
  readonly interactive: boolean
  /** Called when the user presses Ctrl-C while nothing is shown. */
  readonly interrupt: () => void
  readonly signal?: AbortSignal
}

/**
 * Questions to the user. On a terminal they are typed there; otherwise answers are lines of standard input, so that
 * they can be piped. The end of the input cancels the command.
 */
export class TerminalAsk {
  readonly #options: AskOptions
  readonly #answers: Answers
  #dry = false

  constructor(options: AskOptions) {
    this.#options = options
    this.#answers = new Answers(options.input)
  }

  /** In a dry run nothing hangs on an answer: where the input has none, the default is taken. */
  takeDefaults(): void {
    this.#dry = true
  }

  /**
   * `> Question? [y/n] (y): `. An empty line is the default, anything but yes and no is asked again;
   * with `--non-interactive` the default is the answer and nothing is shown.
   */
  async confirm(question: string, answerByDefault: boolean): Promise<boolean> {
    const { interactive, stream, signal } = this.#options
    if (!interactive) return answerByDefault
    const mark = paint(wantsColour(stream), 'yellow', '>')
    const byDefault = answerByDefault ? 'y' : 'n'
    for (;;) {
      this.#say(`${mark} ${question} [y/n] (${byDefault}): `)
      const line = await this.#typed(this.#answers.line(signal))
      this.#endLine(line)
      if (line === undefined && this.#dry) return answerByDefault
      if (line === undefined) throw new Cancelled()
      const answer = line.trim().toLowerCase()
      if (answer === '') return answerByDefault
      if (answer === 'y' || answer === 'yes') return true
      if (answer === 'n' || answer === 'no') return false
      this.#say('Please enter Y or N\n')
    }
  }

  /** A password that exists, asked for once: `Password for user postgres: `. Undefined with `--non-interactive`. */
  async password(prompt: string): Promise<string | undefined> {
    if (!this.#options.interactive) return undefined
    return this.#hidden(prompt)
  }

  /**
   * A new password, typed twice. `option` is the one that was given without a value: with `--non-interactive` that is
   * a usage error. Passwords that differ are asked for again.
   */
  async newPassword(prompt: string, option: string): Promise<string> {
    if (!this.#options.interactive)
      throw usage('PGLIFT_USAGE_VALUE', `Option '${option}' requires an argument with --non-interactive.`, {
        param: option,
      })
    for (;;) {
      const password = await this.#hidden(prompt)
      if (password === '') continue
      if (password === (await this.#hidden('Repeat for confirmation:'))) return password
      this.#say('Error: The two entered values do not match.\n')
    }
  }

  /** Ends reading of standard input, which would keep the process alive. */
  close(): void {
    this.#answers.close()
  }

  async #hidden(prompt: string): Promise<string> {
    const { signal, interrupt } = this.#options
    this.#say(`${prompt.replace(/:\s*$/, '')}: `)
    const line = await this.#typed(this.#answers.hiddenLine(interrupt, signal))
    this.#say('\n')
    if (line === undefined) throw new Cancelled()
    return line
  }

  // What follows an interrupted question starts on a line of its own.
  async #typed(line: Promise<string | undefined>): Promise<string | undefined> {
    return line.catch((error: unknown) => {
      this.#say('\n')
      throw error
    })
  }

  #say(text: string): void {
    this.#options.statusLine.hide()
    this.#options.stream.write(text)
  }

  // A terminal has shown the newline that was typed; a pipe hasn't.
  #endLine(line: string | undefined): void {
    if (line === undefined || !this.#options.input.isTTY) this.#options.stream.write('\n')
  }
}
