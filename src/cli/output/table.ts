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
  const widths = fitted([header, ...cells], options.width)
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
  const widths = fitted([header, ...cells], options.width)
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

/** Columns of the widest text of each column, as `widthOf` measures it. */
function widest(rows: readonly Cells[], widthOf: (text: string) => number): number[] {
  const [header = []] = rows
  return header.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, ...(row[column] ?? []).map(widthOf)), 1),
  )
}

const longestWord = (text: string): number => Math.max(...text.split(' ').map(textWidth))

/** Takes columns away from the widest that has more than its floor, one by one, until no `excess` is left. */
function narrowed(widths: readonly number[], floors: readonly number[], excess: number): number[] {
  const result = [...widths]
  for (let left = excess; left > 0; left -= 1) {
    const spare = result.map((width, column) => (width > (floors[column] ?? 0) ? width : 0))
    const most = Math.max(...spare)
    if (most === 0) break
    result[spare.lastIndexOf(most)] = most - 1
  }
  return result
}

/** Widths with which the table fits: words are cut only where breaking at blanks is not enough; none gets too narrow to read. */
function fitted(rows: readonly Cells[], limit: number | undefined): number[] {
  const widths = widest(rows, textWidth)
  if (limit === undefined) return widths
  const excess = (all: readonly number[]) => all.reduce((sum, width) => sum + width + 3, 1) - limit
  const whole = narrowed(widths, widest(rows, longestWord), excess(widths))
  const least = widths.map(() => LEAST_WIDTH)
  return narrowed(whole, least, excess(whole))
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
