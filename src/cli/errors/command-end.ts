import type { Interrupted } from '../interruption.js'
import type { Outcome } from '../log/audit.js'
import { traceback } from '../log/debug-log.js'
import { paint, wantsColour } from '../output/colour.js'
import { jsonText } from '../output/json.js'
import type { ErrorReport } from './error-report.js'

/** How a command that failed ends. */
export interface CommandEnd {
  readonly lines: readonly string[]
  readonly json: unknown
  readonly exitCode: number
  /** What the audit log is told. */
  readonly audit: readonly [outcome: Outcome | 'usage', cause?: string]
}

/** The end of a command from the report of its error, and the signal that interrupted it, if one did. */
export function endOf(report: ErrorReport, interrupted?: Interrupted): CommandEnd {
  const { kind, lines, json, exitCode } = report
  if (interrupted !== undefined) {
    const aborted = kind === 'cancelled' || kind === 'bug'
    return {
      lines: aborted ? ['Aborted!'] : [...lines, 'Aborted!'],
      json,
      exitCode: interrupted.exitCode,
      audit: ['cancelled'],
    }
  }
  switch (kind) {
    case 'exit':
      return { lines, json, exitCode, audit: ['completed'] }
    case 'cancelled':
      return { lines, json, exitCode, audit: ['cancelled'] }
    case 'usage':
      return { lines, json, exitCode, audit: ['usage', lines.join('\n')] }
    default:
      return { lines, json, exitCode, audit: ['failed', lines.join('\n').replace(/^Error: /, '')] }
  }
}

/** Prints the end: on standard error, with `json` on standard output too, and what `--debug` adds. */
export function printReport(
  { lines, json }: Pick<CommandEnd, 'lines' | 'json'>,
  options: { json?: boolean; traceback?: Error | undefined } = {},
): void {
  const colour = wantsColour(process.stderr)
  const shown = lines.map((line) => line.replace(/^Error:/, paint(colour, 'red', 'Error:')))
  if (options.traceback !== undefined && lines.length > 0)
    process.stderr.write(`${traceback(options.traceback)}\n`)
  if (shown.length > 0) process.stderr.write(`${shown.join('\n')}\n`)
  if (options.json && json !== undefined) process.stdout.write(jsonText(json))
}
