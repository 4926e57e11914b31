import { type Colour, paint } from '../output/colour.js'
import { formatRecord } from './log-format.js'
import { type LevelName, type LogRecord, type LogSink, passes } from './log-record.js'

const LEVEL_COLOUR: Readonly<Record<LevelName, Colour>> = {
  DEBUG: 'green',
  INFO: 'blue',
  WARNING: 'yellow',
  ERROR: 'red',
  CRITICAL: 'red',
}

const LEVEL_WIDTH = 8

/** `INFO     creating role 'bob'`: what a terminal shows. Further lines of a message stand below its first word. */
export function terminalLine({ level, message }: LogRecord, colour: boolean): string {
  const indented = message.replaceAll('\n', `\n${' '.repeat(LEVEL_WIDTH + 1)}`)
  return `${paint(colour, LEVEL_COLOUR[level], level.padEnd(LEVEL_WIDTH))} ${indented}\n`
}

/** A format that settings may replace while the log runs. */
export interface LineFormat {
  format: string
  dateFormat: string | undefined
}

/** Keeps records as lines until `append` is due: at once, except for DEBUG, which waits for company. */
export class FileSink implements LogSink {
  readonly #append: (text: string) => void
  readonly #format: LineFormat
  #held = ''

  constructor(append: (text: string) => void, format: LineFormat) {
    this.#append = append
    this.#format = format
  }

  write(record: LogRecord): void {
    this.#held += `${formatRecord(this.#format.format, this.#format.dateFormat, record)}\n`
    if (record.level !== 'DEBUG' || this.#held.length > 65_536) this.flush()
  }

  flush(): void {
    const text = this.#held
    this.#held = ''
    if (text !== '') this.#append(text)
  }
}

/** Passes on to `sink` what reaches the threshold, which may change. */
export class ThresholdSink implements LogSink {
  threshold: LevelName
  readonly #sink: LogSink

  constructor(threshold: LevelName, sink: LogSink) {
    this.threshold = threshold
    this.#sink = sink
  }

  write(record: LogRecord): void {
    if (passes(record, this.threshold)) this.#sink.write(record)
  }

  flush(): void {
    this.#sink.flush?.()
  }
}

/** Keeps the latest records in memory, for the debug log of a command that meets a bug. */
export class MemorySink implements LogSink {
  readonly #records: LogRecord[] = []
  readonly #limit: number

  constructor(limit = 20_000) {
    this.#limit = limit
  }

  get records(): readonly LogRecord[] {
    return this.#records
  }

  write(record: LogRecord): void {
    if (this.#records.length >= this.#limit) this.#records.shift()
    this.#records.push(record)
  }
}
