/** A word of pg_hba.conf or pg_ident.conf without its quotes; `quoted` when it began with one. */
export interface AuthToken {
  text: string
  quoted: boolean
}

/** A line of the file as PostgreSQL sees it: several physical lines when they end in a backslash. */
export interface LogicalLine {
  /** Number of its first physical line, counting from 1. */
  number: number
  /** The physical lines with their newlines, as in the file. */
  raw: string
  /** Fields, each a list of words. None for a blank line or a comment. */
  fields: readonly (readonly AuthToken[])[]
}

const BLANK = ' \t\r'

/**
 * Splits pg_hba.conf or pg_ident.conf into lines and words with the rules of PostgreSQL's hba.c (14 and later:
 * a backslash at the end of a line continues it, in comments too). The `raw` texts joined give the text back.
 */
export function tokenizeAuthFile(text: string): LogicalLine[] {
  const lines: LogicalLine[] = []
  let pending: { number: number; raw: string; content: string; continued: number } | undefined
  for (const [index, raw] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    const start = pending ?? { number: index + 1, raw: '', content: '', continued: 0 }
    const content = (start.content + raw).replace(/[\r\n]+$/, '')
    const whole = start.raw + raw
    // As in hba.c, an empty line after a continuation ends it even when the text before ends in a backslash.
    if (content.length > start.continued && content.endsWith('\\')) {
      pending = {
        number: start.number,
        raw: whole,
        content: content.slice(0, -1),
        continued: content.length - 1,
      }
      continue
    }
    pending = undefined
    lines.push({ number: start.number, raw: whole, fields: tokenizeLine(content) })
  }
  if (pending) lines.push({ number: pending.number, raw: pending.raw, fields: tokenizeLine(pending.content) })
  return lines
}

/** The fields of one line (without newline): words joined by commas make one field. */
export function tokenizeLine(line: string): AuthToken[][] {
  const fields: AuthToken[][] = []
  let position = 0
  while (position < line.length) {
    const field: AuthToken[] = []
    let comma = true
    while (comma) {
      const word = nextWord(line, position)
      position = word.end
      comma = word.comma
      if (!word.token) break
      field.push(word.token)
    }
    if (field.length > 0) fields.push(field)
  }
  return fields
}

/** The word that the whole text is, undefined when it is none or more than one (or has a comment). */
export function singleToken(text: string): AuthToken | undefined {
  const word = nextWord(text, 0)
  const startsAtOnce = text !== '' && !`${BLANK},`.includes(text.charAt(0))
  return startsAtOnce && word.end === text.length && !word.comment && word.closed ? word.token : undefined
}

/**
 * Writes a word so that it is read back as it is: between quotes when `literal` asks for it or when it holds blanks,
 * commas, `#`, quotes or a backslash. The sign of `+group` and `@file` stays outside of the quotes, where it counts.
 */
export function renderToken({ text, quoted }: AuthToken, literal: boolean): string {
  const plain = text !== '' && !/[ \t\r,#"\\]/.test(text)
  if (plain && !(quoted && literal)) return text
  const sign = !quoted && /^[+@]/.test(text) ? text.charAt(0) : ''
  return `${sign}"${text.slice(sign.length).replaceAll('"', '""')}"`
}

interface Word {
  token?: AuthToken
  /** Where reading goes on. */
  end: number
  /** A comma follows. */
  comma: boolean
  comment: boolean
  closed: boolean
}

function nextWord(line: string, from: number): Word {
  let position = from
  while (position < line.length && `${BLANK},`.includes(line.charAt(position))) position += 1
  let text = ''
  let quoted = false
  let sawQuote = false
  let inQuote = false
  let wasQuote = false
  for (; position < line.length; position += 1) {
    const char = line.charAt(position)
    if (!inQuote && (BLANK.includes(char) || char === ',' || char === '#')) break
    if (char !== '"' || wasQuote) text += char
    // Two quotes inside of quotes stand for one.
    wasQuote = inQuote && char === '"' ? !wasQuote : false
    if (char !== '"') continue
    inQuote = !inQuote
    sawQuote = true
    if (text === '') quoted = true
  }
  const comment = line.charAt(position) === '#'
  return {
    token: sawQuote || text !== '' ? { text, quoted } : undefined,
    end: comment ? line.length : position,
    comma: line.charAt(position) === ',',
    comment,
    closed: !inQuote,
  }
}
