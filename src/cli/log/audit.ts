import type { CommandLog } from './log.js'
import type { LevelName, LogRecord, LogSink } from './log-record.js'
import { FileSink } from './log-sinks.js'

/** `cli.audit` of the site settings. */
export interface AuditSettings {
  readonly path: string
  readonly log_format: string
  readonly date_format: string
}

export type Outcome = 'completed' | 'cancelled' | 'failed'

const LEVEL_OF: Readonly<Record<Outcome, LevelName>> = {
  completed: 'INFO',
  cancelled: 'WARNING',
  failed: 'ERROR',
}
const NAME = 'pglift_cli.audit'

/**
 * Writes a command and all it logs to the audit file. Nothing is written before the command does something, that is
 * before its first record above DEBUG: one that turns out to be wrongly called leaves no trace.
 */
export class Audit {
  readonly #sink: HeldSink
  readonly #started = Date.now()

  /** `command` is masked and quoted for a shell. */
  constructor(log: CommandLog, settings: AuditSettings, append: (text: string) => void, command: string) {
    const line = { format: settings.log_format, dateFormat: settings.date_format }
    this.#sink = new HeldSink(new FileSink(append, line))
    this.#sink.hold(record('INFO', `command: ${command}`))
    log.addSink(this.#sink)
  }

  /** Ends the records of the command. `cause` tells why it failed. */
  end(outcome: Outcome, cause?: string): void {
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1)
    if (cause !== undefined) this.#sink.write(record('ERROR', cause))
    this.#sink.write(record(LEVEL_OF[outcome], `command ${outcome} (${seconds} seconds)`))
    this.#sink.flush()
  }

  /** Whether the command has a line in the file. */
  get written(): boolean {
    return this.#sink.released
  }
}

function record(level: LevelName, message: string): LogRecord {
  return { time: new Date(), level, name: NAME, message }
}

class HeldSink implements LogSink {
  readonly #sink: FileSink
  #held: LogRecord[] | undefined = []

  constructor(sink: FileSink) {
    this.#sink = sink
  }

  get released(): boolean {
    return this.#held === undefined
  }

  hold(entry: LogRecord): void {
    this.#held?.push(entry)
  }

  write(entry: LogRecord): void {
    if (this.#held !== undefined && entry.level === 'DEBUG') {
      this.#held.push(entry)
      return
    }
    for (const held of this.#held ?? []) this.#sink.write(held)
    this.#held = undefined
    this.#sink.write(entry)
  }

  flush(): void {
    if (this.released) this.#sink.flush()
  }
}
