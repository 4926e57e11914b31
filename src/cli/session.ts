import type { Globals } from './argv/global-options.js'
import { TerminalAsk } from './ask/ask.js'
import { Interruption } from './interruption.js'
import { Audit, type AuditSettings, type Outcome } from './log/audit.js'
import { CommandLog } from './log/log.js'
import { openAuditLog, openLogFile } from './log/log-file.js'
import { StatusLine } from './output/status-line.js'

/** What a running command has beside its options: log, questions, status line, signals, audit. */
export class Session {
  readonly globals: Globals
  readonly statusLine: StatusLine
  readonly log: CommandLog
  readonly ask: TerminalAsk
  readonly interruption: Interruption
  #audit: Audit | undefined

  private constructor(globals: Globals, appendToFile: ((text: string) => void) | undefined) {
    const stream = process.stderr
    this.globals = globals
    this.statusLine = new StatusLine(stream)
    this.interruption = new Interruption()
    this.log = new CommandLog({
      globals,
      stream,
      statusLine: this.statusLine,
      ...(appendToFile && { appendToFile }),
    })
    this.ask = new TerminalAsk({
      input: process.stdin,
      stream,
      statusLine: this.statusLine,
      interactive: globals.interactive,
      interrupt: () => this.interruption.raise('SIGINT'),
      signal: this.interruption.signal,
    })
  }

  /** Fails with a usage error when `--log-file` can't be written. */
  static async start(globals: Globals): Promise<Session> {
    const { logFile } = globals
    const tell = (message: string) => void process.stderr.write(`WARNING  ${message}\n`)
    return new Session(globals, logFile === undefined ? undefined : await openLogFile(logFile, tell))
  }

  /** Audits from now on. `command` is masked and quoted for a shell. */
  async audit(settings: AuditSettings, command: string): Promise<void> {
    if (this.#audit !== undefined) return
    const append = await openAuditLog(settings.path, (message) => this.log.warning(message))
    this.#audit = new Audit(this.log, settings, append, command)
  }

  /** Ends the audit; a command that was wrongly called (`usage`) and did nothing leaves no trace. */
  endAudit(outcome: Outcome | 'usage', cause?: string): void {
    const audit = this.#audit
    this.#audit = undefined
    if (audit === undefined || (outcome === 'usage' && !audit.written)) return
    audit.end(outcome === 'usage' ? 'failed' : outcome, cause)
  }

  /** Gives back the terminal and the signals; the process can end. */
  end(): void {
    this.statusLine.hide()
    this.log.flush()
    this.ask.close()
    this.interruption.release()
  }
}
