// Text as roff, of the macros of man(7): nothing that is written here can become a request or an escape.

/** Characters that roff takes for something else. A hyphen of a word is one; that of an option or a path is a minus. */
function escaped(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
}

const minus = (text) => text.replaceAll('-', '\\-')

/** More than this, and a word may have to be divided; it can be behind punctuation. */
const LONG_WORD = 30

const divisible = (word) => (word.length > LONG_WORD ? word.replaceAll(/[,/:](?=\S)/g, '$&\\:') : word)

/** What is typed as it stands: an option, a path, an assignment. */
const isLiteral = (word) => /^['"([]*-|[/=_:]|\.\w|\w\.\w/.test(word)

function prose(text) {
  return escaped(text)
    .split(/(\s+)/)
    .map((word) => divisible(isLiteral(word) ? minus(word) : word))
    .join('')
}

/** A line that begins with a control character is text all the same. */
const guarded = (line) => (/^[.']/.test(line) ? `\\&${line}` : line)

const font = (letter, text) => `\\f${letter}${divisible(minus(escaped(text)))}\\fR`

export const bold = (text) => font('B', text)
export const italic = (text) => font('I', text)

/** Text of Markdown in one line: `code` is bold, and [links](of.md) their text. */
export function inline(text) {
  const plain = text
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const parts = plain.split(/`([^`]+)`/)
  return guarded(parts.map((part, index) => (index % 2 === 1 ? bold(part) : prose(part))).join(''))
}

/** The word of an argument of a macro. */
const argument = (text) => `"${minus(escaped(text)).replaceAll('"', '\\(dq')}"`

/** The first lines of a page: words are neither divided nor spread, so that commands can be copied. */
export function title(name, number, date, version) {
  const shown = [number, date, `pglift ${version}`, 'pglift Manual'].map((text) => `"${text}"`)
  return [`.TH ${argument(name.toUpperCase())} ${shown.join(' ')}`, '.nh', '.ad l']
}

/** A section with its blocks; none without any. */
export function section(name, ...blocks) {
  const [first, ...others] = blocks.flat()
  return first === undefined
    ? []
    : [`.SH ${argument(name.toUpperCase())}`, first.replace(/^\.PP\n/, ''), ...others]
}

export const paragraph = (text) => `.PP\n${inline(text)}`

/** Lines as they stand, indented. */
export function verbatim(lines) {
  return ['.PP', '.RS 4', '.nf', ...lines.map((line) => guarded(minus(escaped(line)))), '.fi', '.RE'].join(
    '\n',
  )
}

/** A term, roff already, and what it means. */
export function definition(term, ...texts) {
  const [first = '', ...others] = texts.filter(Boolean)
  return ['.TP', guarded(term), inline(first), ...others.flatMap((text) => ['.IP', inline(text)])].join('\n')
}

/** Paragraphs of a help screen; those that are indented stay as they are. */
export function paragraphs(text) {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const lines = part.split('\n')
      return lines.every((line) => line.startsWith('  '))
        ? verbatim(lines.map((line) => line.slice(2)))
        : paragraph(part)
    })
}

/** `pglift(1)`, in a list of pages. */
export const reference = ([name, number]) => `${bold(name)}(${number})`

/** A whole page. */
export function page(...parts) {
  return `${parts.flat(3).join('\n')}\n`
}
