import { shownConfValue } from '../../postgresql/conf/secrets.js'
import { paint, wantsColour } from './colour.js'

type Value = string | number | boolean | null

/** What became of parameters that were to change. */
export interface ReportedChanges {
  readonly changes: Readonly<Record<string, readonly [Value, Value]>>
  readonly unapplied: readonly string[]
}

const HINT =
  "either these changes have no effect (values already set) or specified parameters are already defined in an un-managed file (e.g. 'postgresql.conf')"

/** A value of a parameter as reports have it; no password is in it. */
export function shownValue(name: string, value: Value): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(shownConfValue(name, value))
}

/** Lines for standard error: `work_mem: None -> 5MB`, then what was not applied, with a hint. */
export function confChangeLines({ changes, unapplied }: ReportedChanges, coloured: boolean): string[] {
  const lines = Object.entries(changes).map(([name, [before, after]]) =>
    paint(coloured, 'green', `${name}: ${shownValue(name, before)} -> ${shownValue(name, after)}`),
  )
  if (unapplied.length === 0) return lines
  const names = unapplied.toSorted().map((name) => `'${name}'`)
  return [
    ...lines,
    paint(coloured, 'red', `changes in ${names.join(', ')} not applied`),
    paint(coloured, 'blue', ` hint: ${HINT}`),
  ]
}

/** Tells on standard error what became of the parameters. */
export function reportConfChanges(outcome: ReportedChanges): void {
  const lines = confChangeLines(outcome, wantsColour(process.stderr))
  process.stderr.write(lines.map((line) => `${line}\n`).join(''))
}
