import { escapeConf, percentEscaped, quoteConf, standsUnquoted } from './conf-quoting.js'
import { type FormatPart, FormatSyntaxError, parseFormat } from './format-string.js'

const ASSIGNMENT = /^(\s*[A-Za-z_][\w.]*(?:\s*=\s*|\s+))(.*)$/s

/** A character of the template, or a value that is substituted and is never read for quotes or comments. */
type Piece = { readonly char: string } | { readonly value: string }

/**
 * Puts one line of a postgresql.conf template together. `text` gives the value of a placeholder.
 *
 * @throws FormatSyntaxError for a bad placeholder, one outside a value, or quotes that don't match.
 */
export function renderConfLine(line: string, text: (name: string) => string): string {
  const parts = parseFormat(line)
  const [first] = parts
  if (first?.kind === 'text' && /^\s*#/.test(first.text)) return plain(parts, text)
  if (parts.every((part) => part.kind === 'text')) return normaliseConfLine(plain(parts, text))
  const assignment = first?.kind === 'text' ? ASSIGNMENT.exec(first.text) : null
  if (assignment === null)
    throw new FormatSyntaxError('a placeholder cannot stand before the value of a parameter', 0)
  const [, head = '', rest = ''] = assignment
  const parameter = head.replace(/[\s=]+$/, '').trim()
  const pieces = [{ kind: 'text', text: rest } as const, ...parts.slice(1)].flatMap((part) =>
    toPieces(part, text),
  )
  return head + renderValue(pieces, parameter)
}

/** Puts the value of a line in quotes if PostgreSQL would not read it bare; comments and other lines stay. */
export function normaliseConfLine(line: string): string {
  const assignment = ASSIGNMENT.exec(line)
  if (assignment === null) return line
  const [, head = '', rest = ''] = assignment
  return (
    head +
    renderValue(
      [...rest].map((char) => ({ char })),
      '',
    )
  )
}

function plain(parts: readonly FormatPart[], text: (name: string) => string): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : text(part.name))).join('')
}

function toPieces(part: FormatPart, text: (name: string) => string): Piece[] {
  return part.kind === 'text' ? [...part.text].map((char) => ({ char })) : [{ value: text(part.name) }]
}

function renderValue(pieces: readonly Piece[], parameter: string): string {
  const asValue = (value: string) => (parameter === 'log_filename' ? percentEscaped(value) : value)
  const first = pieces[0]
  if (first !== undefined && 'char' in first && first.char === "'") return renderQuoted(pieces, asValue)
  const end = pieces.findIndex((piece) => 'char' in piece && piece.char === '#')
  const body = end < 0 ? pieces : pieces.slice(0, end)
  const substituted = body.some((piece) => 'value' in piece)
  const text = body.map((piece) => ('char' in piece ? piece.char : asValue(piece.value))).join('')
  const bare = text.trim()
  const value = bare !== '' && (substituted || !standsUnquoted(bare)) ? quoteConf(bare) : bare
  const space = /\s*$/.exec(text)?.[0] ?? ''
  return value + space + comment(end < 0 ? [] : pieces.slice(end))
}

function renderQuoted(pieces: readonly Piece[], asValue: (value: string) => string): string {
  let text = "'"
  for (let at = 1; at < pieces.length; at++) {
    const piece = pieces[at] as Piece
    if ('value' in piece) {
      text += escapeConf(asValue(piece.value))
      continue
    }
    const next = pieces[at + 1]
    const following = next !== undefined && 'char' in next ? next.char : undefined
    if (piece.char === '\\' && following !== undefined) {
      text += piece.char + following
      at++
    } else if (piece.char === "'" && following === "'") {
      text += "''"
      at++
    } else if (piece.char === "'") {
      return `${text}'${afterValue(pieces.slice(at + 1))}`
    } else {
      text += piece.char
    }
  }
  throw new FormatSyntaxError('quotes are not closed', 0)
}

function afterValue(pieces: readonly Piece[]): string {
  const text = comment(pieces)
  if (/^\s*(#|$)/.test(text)) return text
  throw new FormatSyntaxError('unexpected text after the quoted value', 0)
}

function comment(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('char' in piece ? piece.char : piece.value)).join('')
}
