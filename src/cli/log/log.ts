import type { EngineLog } from '../../engine/engine.js'
import type { Globals } from '../argv/global-options.js'
import { wantsColour } from '../output/colour.js'
import type { LineStream, StatusLine } from '../output/status-line.js'
import { formatRecord } from './log-format.js'
import type { LevelName, LogRecord, LogSink } from './log-record.js'
import { FileSink, type LineFormat, MemorySink, ThresholdSink, terminalLine } from './log-sinks.js'

/** What commands and operations log to. */
export type Logger = EngineLog

/** The part of the site settings that is about logs. */
export interface LogSettings {
  readonly log_format: string
  readonly date_format: string
  readonly log_level: LevelName | null
}

const DEFAULT_FORMAT = '%(asctime)s %(levelname)-8s %(name)s - %(message)s'
const DEFAULT_DATE = '%Y-%m-%d %H:%M:%S'
const ROOT = 'pglift'

export interface LogOptions {
  readonly globals: Globals
  /** Standard error. */
  readonly stream: LineStream
  /** Where lines for standard error go. */
  readonly statusLine: StatusLine
  /** Appends to `--log-file`; required when there is one. */
  readonly appendToFile?: (text: string) => void
}

/**
 * The log of one command. Until the site settings are read it has the default format and threshold: INFO on standard
 * error, WARNING in a file.
 */
export class CommandLog implements Logger {
  readonly #line: LineFormat = { format: DEFAULT_FORMAT, dateFormat: DEFAULT_DATE }
  readonly #memory = new MemorySink()
  readonly #main: ThresholdSink
  readonly #sinks: LogSink[]
  readonly #globals: Globals

  constructor({ globals, stream, statusLine, appendToFile }: LogOptions) {
    this.#globals = globals
    const byDefault: LevelName = globals.logFile === undefined ? 'INFO' : 'WARNING'
    const threshold = globals.debug ? 'DEBUG' : (globals.logLevel ?? byDefault)
    const sink =
      globals.logFile !== undefined && appendToFile !== undefined
        ? new FileSink(appendToFile, this.#line)
        : standardErrorSink(stream, statusLine, this.#line)
    this.#main = new ThresholdSink(threshold, sink)
    this.#sinks = [this.#memory, this.#main]
  }

  /** Takes over the site's formats, and its threshold unless an option states one. */
  configure({ log_format, date_format, log_level }: LogSettings): void {
    this.#line.format = log_format
    this.#line.dateFormat = date_format
    const { debug, logLevel } = this.#globals
    if (!debug && logLevel === undefined && log_level !== null) this.#main.threshold = log_level
  }

  /** Sends the records to come to one more sink, whatever their level. */
  addSink(sink: LogSink): void {
    this.#sinks.push(sink)
  }

  /** All records so far (of a long command the latest), DEBUG included. */
  get records(): readonly LogRecord[] {
    return this.#memory.records
  }

  debug(message: string): void {
    this.write('DEBUG', message)
  }

  info(message: string): void {
    this.write('INFO', message)
  }

  warning(message: string): void {
    this.write('WARNING', message)
  }

  error(message: string): void {
    this.write('ERROR', message)
  }

  write(level: LevelName, message: string, name: string = ROOT): void {
    const record: LogRecord = { time: new Date(), level, name, message }
    for (const sink of this.#sinks) sink.write(record)
  }

  flush(): void {
    for (const sink of this.#sinks) sink.flush?.()
  }

  /** A logger whose records bear `pglift.<name>`. */
  named(name: string): Logger {
    const say = (level: LevelName) => (message: string) => this.write(level, message, `${ROOT}.${name}`)
    return { debug: say('DEBUG'), info: say('INFO'), warning: say('WARNING'), error: say('ERROR') }
  }
}

function standardErrorSink(stream: LineStream, statusLine: StatusLine, line: LineFormat): LogSink {
  if (!stream.isTTY)
    return {
      write: (record) => statusLine.print(`${formatRecord(line.format, line.dateFormat, record)}\n`),
    }
  const colour = wantsColour(stream)
  return { write: (record) => statusLine.print(terminalLine(record, colour)) }
}
