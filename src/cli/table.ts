import { cellText, type IsSize } from './cell.js'
import { padText, textWidth, wrapLine } from './text-width.js'

export type Row = Readonly<Record<string, unknown>>

export interface TableOptions {
  /** Fields to show, in that order; those of the first row by default. */
  readonly columns?: readonly string[]
  /** Stands centred above the table. */
  readonly title?: string
  readonly isSize?: IsSize
  /** Columns of the terminal; the table is made to fit. Without it cells are only broken at newlines. */
  readonly width?: number
  /** How the first rule looks: with a mark at each column, or plain, as the original's list of instances has it. */
  readonly topRule?: 'columns' | 'plain'
}

const LEAST_WIDTH = 5

/** A boxed table with a header, ending in a newline; nothing for no rows. */
export function table(rows: readonly Row[], options: TableOptions = {}): string {
  if (rows.length === 0) return ''
  const { header, cells } = grid(rows, options)
  const widths = fitted(natural([header, ...cells]), options.width)
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`
  const top = options.topRule === 'plain' ? `+${'-'.repeat(rule.length - 2)}+` : rule
  const boxed = (row: Cells) => laidOut(row, widths).map((texts) => `| ${texts.join(' | ')} |`)
  const lines = [
    ...(options.title === undefined ? [] : [centred(options.title, rule.length)]),
    top,
    ...boxed(header),
    rule,
    ...cells.flatMap(boxed),
    rule,
  ]
  return `${lines.join('\n')}\n`
}

/** One object as a header and a row without a box. */
export function objectTable(object: Row, options: TableOptions = {}): string {
  const { header, cells } = grid([object], options)
  if (header.length === 0) return ''
  const widths = fitted(natural([header, ...cells]), options.width)
  const lines = [header, ...cells].flatMap((row) => laidOut(row, widths))
  return `${lines.map((texts) => ` ${texts.join('  ')}`.trimEnd()).join('\n')}\n`
}

function grid(rows: readonly Row[], { columns, isSize }: TableOptions): { header: Cells; cells: Cells[] } {
  const fields = columns ?? Object.keys(rows[0] ?? {})
  return {
    header: fields.map((field) => [field]),
    cells: rows.map((row) => fields.map((field) => cellText(field, row[field], isSize).split('\n'))),
  }
}

type Cells = readonly (readonly string[])[]

function natural(rows: readonly Cells[]): number[] {
  const [header = []] = rows
  return header.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, ...(row[column] ?? []).map(textWidth)), 1),
  )
}

/** Takes columns away from the widest, one by one, until the table fits; none gets too narrow to read. */
function fitted(widths: readonly number[], limit: number | undefined): number[] {
  const result = [...widths]
  if (limit === undefined) return result
  let excess = result.reduce((sum, width) => sum + width + 3, 1) - limit
  while (excess > 0) {
    const widest = Math.max(...result)
    if (widest <= LEAST_WIDTH) break
    result[result.lastIndexOf(widest)] = widest - 1
    excess -= 1
  }
  return result
}

/** The lines of a row, each a text a column. */
function laidOut(row: Cells, widths: readonly number[]): string[][] {
  const wrapped = widths.map((width, column) =>
    (row[column] ?? ['']).flatMap((line) => wrapLine(line, width)),
  )
  const height = Math.max(...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, index) =>
    widths.map((width, column) => padText(wrapped[column]?.[index] ?? '', width)),
  )
}

function centred(title: string, width: number): string {
  return ' '.repeat(Math.max(0, Math.floor((width - textWidth(title)) / 2))) + title
}
