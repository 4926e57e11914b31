import type { StepContext } from '@pglift/sdk'
import { messageOf } from './progress.js'

const LINES_KEPT = 200
const LINES_SHOWN = 15

/** What is new in the two logs since the last look. */
export class MemberLogs {
  readonly #paths: readonly string[]
  readonly #offsets = new Map<string, number>()
  readonly #effects: StepContext['effects']
  readonly #tail: string[] = []

  constructor(paths: readonly string[], effects: StepContext['effects']) {
    this.#paths = paths
    this.#effects = effects
  }

  /** Leaves out what is there by now. */
  async begin(): Promise<void> {
    for (const path of this.#paths)
      this.#offsets.set(path, (await this.#effects.files.status(path))?.size ?? 0)
  }

  /** Lines since the last look. */
  async news(): Promise<string[]> {
    const lines: string[] = []
    for (const path of this.#paths) {
      const read = await this.#effects.files.readFrom(path, this.#offsets.get(path) ?? 0)
      if (read === undefined) continue
      this.#offsets.set(path, read.offset)
      lines.push(...read.text.split('\n').filter((line) => line.trim() !== ''))
    }
    this.#tail.push(...lines)
    this.#tail.splice(0, this.#tail.length - LINES_KEPT)
    return lines
  }

  /** Its own words, failures first of all. */
  said(): string {
    const bad = this.#tail.filter((line) => {
      const { level } = messageOf(line) ?? {}
      return level === undefined
        ? /error|fatal|failed|critical/i.test(line)
        : level !== 'INFO' && level !== 'DEBUG'
    })
    const shown = bad.length > 0 ? bad : this.#tail
    return shown.slice(-LINES_SHOWN).join('\n')
  }
}
