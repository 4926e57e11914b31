/** One line of the result. */
export interface Finding {
  readonly what: string
  /** A ratio of two times taken in this run, or a count. */
  readonly value: number
  /** What `value` is measured in: `× node -e 0`, `queries`. */
  readonly unit: string
  /** Most that `value` may be; absent for what is only watched. */
  readonly budget?: number
  /** Milliseconds on this machine, to read the ratio by. */
  readonly ms?: number
}

/** Whether a finding keeps its budget; without one it does. */
export function holds({ value, budget }: Finding): boolean {
  return budget === undefined || value <= budget
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2))

function cells(finding: Finding): string[] {
  const { what, value, unit, budget, ms } = finding
  return [
    what,
    shown(value),
    budget === undefined ? '' : `<= ${shown(budget)}`,
    unit,
    ms === undefined ? '' : `${ms.toFixed(0)} ms`,
    budget === undefined ? '' : holds(finding) ? 'ok' : 'MISSED',
  ]
}

/** The findings as a table for a terminal, ending in a newline. */
export function table(findings: readonly Finding[]): string {
  const rows = [['what', 'measured', 'budget', 'unit', 'here', ''], ...findings.map(cells)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return `${rows.map((row) => line(row).trimEnd()).join('\n')}\n`
}

/** The findings for programs. */
export function json(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => ({ ...finding, ok: holds(finding) }))
  return `${JSON.stringify({ node: process.version, findings: rows }, null, 2)}\n`
}
