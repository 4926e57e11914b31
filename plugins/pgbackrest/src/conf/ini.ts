/**
 * pgBackRest's configuration files (its User Guide, "Configuration File Format"): `[section]`, `option=value`, lines that
 * begin with `#`. Blanks around a value are not part of it, nothing is quoted, an option may stand several times.
 */
type Line =
  | { readonly kind: 'section'; readonly text: string; readonly section: string }
  | { readonly kind: 'option'; readonly text: string; readonly name: string; readonly value: string }
  | { readonly kind: 'other'; readonly text: string }

/** Values of options by section, each option's in their order. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** What becomes of the options of one section: text, several texts, or `null` for none. */
export type IniEdits = Readonly<Record<string, string | readonly string[] | null>>

function parseLine(text: string): Line {
  const trimmed = text.trim()
  const section = /^\[(.*)\]$/.exec(trimmed)?.[1]
  if (section !== undefined) return { kind: 'section', text, section }
  const equals = trimmed.indexOf('=')
  if (trimmed.startsWith('#') || equals <= 0) return { kind: 'other', text }
  const name = trimmed.slice(0, equals).trim()
  return { kind: 'option', text, name, value: trimmed.slice(equals + 1).trim() }
}

function parseLines(text: string): Line[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n').map(parseLine)
}

/** What a file says. */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string[]>>()
  let options = new Map<string, string[]>()
  for (const line of parseLines(text)) {
    if (line.kind === 'section') {
      options = sections.get(line.section) ?? new Map()
      sections.set(line.section, options)
    }
    if (line.kind === 'option') options.set(line.name, [...(options.get(line.name) ?? []), line.value])
  }
  return sections
}

function optionLines(name: string, values: readonly string[]): Line[] {
  return values.map((value) => ({ kind: 'option', text: `${name}=${value}`, name, value }))
}

function wanted(value: string | readonly string[] | null): readonly string[] {
  return value === null ? [] : [value].flat()
}

/** The lines of one section after the edits: an option stays where it stood first, new ones come after the last. */
function editSection(lines: readonly Line[], edits: IniEdits): Line[] {
  const rest = new Map(Object.entries(edits))
  const edited = lines.flatMap((line) => {
    if (line.kind !== 'option' || !Object.hasOwn(edits, line.name)) return [line]
    const value = rest.get(line.name)
    rest.delete(line.name)
    if (value === undefined) return []
    const values = wanted(value)
    return values.length === 1 && values[0] === line.value ? [line] : optionLines(line.name, values)
  })
  const added = [...rest].flatMap(([name, value]) => optionLines(name, wanted(value)))
  const end = edited.findLastIndex(({ text }) => text.trim() !== '') + 1
  return [...edited.slice(0, end), ...added, ...edited.slice(end)]
}

/**
 * The text with the options of `section` edited; comments, other options and other sections stay as they are. The section
 * is made when it isn't there. Values must be single lines.
 */
export function editIni(text: string, section: string, edits: IniEdits): string {
  const lines = parseLines(text)
  const begin = lines.findIndex((line) => line.kind === 'section' && line.section === section)
  if (begin < 0) {
    const added = editSection([], edits)
    if (added.length === 0) return text
    const gap = lines.length === 0 ? [] : ['']
    return [
      ...lines.map((line) => line.text),
      ...gap,
      `[${section}]`,
      ...added.map((line) => line.text),
      '',
    ].join('\n')
  }
  const next = lines.findIndex((line, index) => index > begin && line.kind === 'section')
  const end = next < 0 ? lines.length : next
  const edited = [
    ...lines.slice(0, begin + 1),
    ...editSection(lines.slice(begin + 1, end), edits),
    ...lines.slice(end),
  ]
  return `${edited.map((line) => line.text).join('\n')}\n`
}

/** Whether a file sets no option at all. */
export function isBare(text: string): boolean {
  return parseLines(text).every(({ kind }) => kind !== 'option')
}
