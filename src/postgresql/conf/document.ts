import { operational } from '../../errors/kinds.js'
import { type ScannedEntry, scanLine } from './lexer.js'
import { type Conf, type ConfValue, foldName, formatForShow, isDirective, typedValue } from './value.js'

/** An entry of the file, active or commented out. */
export interface ConfEntry {
  /** Lower-cased. */
  name: string
  value: ConfValue
  /** The value as it stands in the file, quotes and escapes included. */
  literal: string
  /** Where the value stands in the line, quotes included, in UTF-16 units. */
  valueStart: number
  valueEnd: number
}

export type IncludeKind = 'include' | 'include_if_exists' | 'include_dir'

/** One line, without its newline. At most one of `entry`, `commented` and `include` is set. */
export interface ConfLine {
  /** Counts from 1. */
  number: number
  raw: string
  entry?: ConfEntry
  commented?: ConfEntry
  include?: { kind: IncludeKind; path: string }
}

/** A parsed postgresql.conf: joining the lines' `raw` with newlines gives the text back. */
export interface ConfDocument {
  file: string
  lines: readonly ConfLine[]
}

/**
 * Parses postgresql.conf with PostgreSQL's own grammar. `file` only names it in errors. Throws `PGLIFT_CONF_SYNTAX`,
 * with the file, the line and the column, at the first line that PostgreSQL would refuse.
 */
export function parseConf(text: string, file: string): ConfDocument {
  return { file, lines: text.split('\n').map((raw, index) => parsedLine(raw, index + 1, file)) }
}

// No multiline flag: with it, a line would also begin after a carriage return within a comment.
const ACTIVE_LINE = /(^|\n)([ \t\r]*[^ \t\r\n#][^\n]*)/g

/**
 * The lines of a postgresql.conf that are neither blank nor comments, as `parseConf` has them, in a tenth of its time: those
 * of initdb's file are a few of hundreds. Throws the same.
 */
export function activeLines(text: string, file: string): ConfLine[] {
  let number = 1
  let counted = 0
  return Array.from(text.matchAll(ACTIVE_LINE), ({ index, 1: newline = '', 2: raw = '' }) => {
    const start = index + newline.length
    for (let at = text.indexOf('\n', counted); at !== -1 && at < start; at = text.indexOf('\n', at + 1))
      number += 1
    counted = start
    return parsedLine(raw, number, file)
  })
}

/** The active parameters of one file, the last entry of a name winning; includes are not followed. */
export function confEntries(document: ConfDocument): Conf {
  const found = document.lines.flatMap(({ entry }) => (entry ? [[entry.name, entry.value] as const] : []))
  return Object.fromEntries(found)
}

/**
 * Lines for `pgconf show`: all active parameters in the order of the file, or those of `names`, in the order asked,
 * with `# name = value` for one that is only there commented out. Names that the file does not hold give nothing.
 */
export function showConf(document: ConfDocument, names: readonly string[] = []): string[] {
  const active = lastByName(document, 'entry')
  if (names.length === 0) return [...active.values()].map((entry) => show(entry, false))
  const commented = lastByName(document, 'commented')
  return names.flatMap((asked) => {
    const name = foldName(asked)
    const entry = active.get(name)
    if (entry) return [show(entry, false)]
    const inactive = commented.get(name)
    return inactive ? [show(inactive, true)] : []
  })
}

function lastByName(document: ConfDocument, kind: 'entry' | 'commented'): Map<string, ConfEntry> {
  return new Map(document.lines.flatMap((line) => (line[kind] ? [[line[kind].name, line[kind]]] : [])))
}

function show(entry: ConfEntry, commented: boolean): string {
  const { name, value, literal } = entry
  // As written: 1.0 would lose its zero, and a newline (\n in the file) stands on one line in no other way.
  const asWritten = typeof value === 'number' || (typeof value === 'string' && value.includes('\n'))
  if (!asWritten) return formatForShow(name, value, { commented })
  return `${commented ? '# ' : ''}${name} = ${literal}`
}

function parsedLine(raw: string, number: number, file: string): ConfLine {
  const scanned = scanLine(raw)
  if (scanned.kind === 'error') throw syntaxError(file, number, scanned.column, scanned.reason)
  if (scanned.kind === 'blank') return new CommentLine(number, raw)
  const name = foldName(scanned.entry.name)
  if (isDirective(name)) {
    return { number, raw, include: { kind: name as IncludeKind, path: scanned.entry.value } }
  }
  return { number, raw, entry: entryOf(raw, scanned.entry) }
}

function entryOf(raw: string, scanned: ScannedEntry): ConfEntry {
  const { name, value, quoted, valueStart, valueEnd } = scanned
  return {
    name: foldName(name),
    value: typedValue(value, quoted),
    literal: raw.slice(valueStart, valueEnd),
    valueStart,
    valueEnd,
  }
}

/**
 * Most readers want active entries only, and initdb's file has hundreds of commented ones: those are read when asked for.
 * A class, as an accessor of an object literal takes a microsecond to make.
 */
class CommentLine implements ConfLine {
  readonly number: number
  readonly raw: string
  #commented: ConfEntry | undefined | null = null

  constructor(number: number, raw: string) {
    this.number = number
    this.raw = raw
  }

  get commented(): ConfEntry | undefined {
    if (this.#commented === null) this.#commented = commentedEntry(this.raw)
    return this.#commented
  }
}

/** `#port = 5432`, `# port = 5432  # note`, `#port 5432`; not `# two words`, which is prose. */
function commentedEntry(raw: string): ConfEntry | undefined {
  const mark = /^[ \t\r]*#([ \t]*)/.exec(raw)
  if (!mark) return undefined
  const start = mark[0].length
  const assigned = /^[^\s='#]+[ \t]*=/.test(raw.slice(start))
  if (!assigned && mark[1] !== '') return undefined
  const scanned = scanLine(raw, start)
  if (scanned.kind !== 'entry') return undefined
  const entry = entryOf(raw, scanned.entry)
  return isDirective(entry.name) ? undefined : entry
}

function syntaxError(file: string, line: number, column: number, reason: string): Error {
  // The text itself stays out: it may hold a password (primary_conninfo).
  const message = `syntax error in ${file}, line ${line}, column ${column}: ${reason}`
  return operational('PGLIFT_CONF_SYNTAX', message, {
    hint: `Correct line ${line} of ${file}: a parameter is written name = value, with quotes unless it is a plain word or number.`,
  })
}
