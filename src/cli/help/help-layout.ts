import { padText, textWidth, wrapLine } from '../output/text-width.js'

/** An option or command and what it does. */
export type Definition = readonly [term: string, text: string]

const INDENT = '  '
const TERM_LIMIT = 30
const GAP = 2

/** `term  text` lines below a title; a term over 30 columns stands on a line of its own. */
export function definitionList(title: string, definitions: readonly Definition[], width: number): string[] {
  if (definitions.length === 0) return []
  const column = Math.min(TERM_LIMIT, Math.max(...definitions.map(([term]) => textWidth(term)))) + GAP
  const room = Math.max(20, width - column - INDENT.length)
  const lines = definitions.flatMap(([term, text]) => {
    const [first = '', ...rest] = wrapLine(text, room)
    const further = rest.map((line) => INDENT + ' '.repeat(column) + line)
    if (textWidth(term) <= column - GAP) return [INDENT + padText(term, column) + first, ...further]
    return [INDENT + term, INDENT + ' '.repeat(column) + first, ...further]
  })
  return ['', `${title}:`, ...lines.map((line) => line.trimEnd())]
}

/** Paragraphs indented and wrapped; a paragraph whose lines are indented already is an example and stays as it is. */
export function paragraphs(text: string, width: number): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .flatMap((paragraph) => {
      const lines = paragraph.split('\n')
      const verbatim = lines.every((line) => line.startsWith('  '))
      const wrapped = verbatim
        ? lines
        : wrapLine(lines.map((line) => line.trim()).join(' '), width - INDENT.length)
      return ['', ...wrapped.map((line) => (INDENT + line).trimEnd())]
    })
}

/** The first sentence of a description, cut at a word with `...` to fit `limit` columns. */
export function shortHelp(text: string, limit: number): string {
  const [paragraph = ''] = text.trim().split(/\n\s*\n/)
  const flat = paragraph.replaceAll(/\s+/g, ' ')
  const sentence = /^.*?\.(?=\s+[A-Z])/.exec(flat)?.[0] ?? flat
  if (textWidth(sentence) <= limit) return sentence
  return `${wrapLine(sentence, limit - 3)[0] ?? ''}...`
}

/** Columns to format help for: those of the terminal, at most 80, less a margin of 2. */
export function helpWidth(columns: number | undefined): number {
  return Math.max(50, Math.min(columns ?? 80, 80) - 2)
}
