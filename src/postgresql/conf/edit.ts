import { type ConfDocument, type ConfEntry, type ConfLine, parseConf } from './document.js'
import { type ConfValue, parameterName, sameConfValue, serializeConfValue } from './value.js'

/**
 * Edits the text of postgresql.conf in place and returns the new text.
 *
 * - A parameter that already has the value, by meaning, is left as it is written: editing twice changes nothing more.
 * - A changed value is replaced on its line, whose comment stays. Of several entries the last one, which counts, is changed.
 * - null comments out every entry of the parameter.
 * - A parameter that is only there commented out gets its line back (the one with the same value, else the last one).
 * - A new parameter is appended at the end, in the order of `changes`.
 *
 * Throws `PGLIFT_CONF_SYNTAX` (named after `file`), `PGLIFT_CONF_NAME` and `PGLIFT_CONF_VALUE`.
 */
export function editConf(
  text: string,
  changes: Readonly<Record<string, ConfValue | null>>,
  file = 'postgresql.conf',
): string {
  const document = parseConf(text, file)
  const lines = document.lines.map(({ raw }) => raw)
  const appended: string[] = []
  const byName = new Map(Object.entries(changes).map(([name, value]) => [parameterName(name), value]))
  for (const [name, value] of byName) {
    const active = document.lines.filter(({ entry }) => entry?.name === name)
    if (value === null) {
      for (const line of active) lines[line.number - 1] = commentOut(line.raw)
      continue
    }
    const replacement = replaceValue(active.at(-1)) ?? restore(document, name, value)
    if (replacement) lines[replacement.line.number - 1] = withValue(replacement, name, value)
    else appended.push(`${name} = ${serializeConfValue(value, name)}`)
  }
  const edited = lines.join('\n')
  return appended.length === 0 ? edited : `${endedLine(edited)}${appended.join('\n')}\n`
}

/** A line that is to carry the value: its text once active, and the entry in it. */
interface Target {
  line: ConfLine
  raw: string
  entry: ConfEntry
}

function replaceValue(line: ConfLine | undefined): Target | undefined {
  return line?.entry && { line, raw: line.raw, entry: line.entry }
}

function restore(document: ConfDocument, name: string, value: ConfValue): Target | undefined {
  const candidates = document.lines.filter(({ commented }) => commented?.name === name)
  const line =
    candidates.findLast(({ commented }) => commented && sameConfValue(commented.value, value)) ??
    candidates.at(-1)
  if (!line?.commented) return undefined
  const raw = line.raw.replace(/^([ \t\r]*)#[ \t]*/, '$1')
  const shift = line.raw.length - raw.length
  const { valueStart, valueEnd } = line.commented
  const entry = { ...line.commented, valueStart: valueStart - shift, valueEnd: valueEnd - shift }
  return { line, raw, entry }
}

function withValue({ raw, entry }: Target, name: string, value: ConfValue): string {
  const serialized = serializeConfValue(value, name)
  if (sameConfValue(entry.value, value)) return raw
  const before = raw.slice(0, entry.valueStart)
  // `port5433` would be another name: PostgreSQL needs neither blank nor equal sign before a quote.
  const gap = /[=\s]$/.test(before) ? '' : ' '
  return `${before}${gap}${serialized}${raw.slice(entry.valueEnd)}`
}

function commentOut(raw: string): string {
  return raw.replace(/^[ \t\r]*/, (indent) => `${indent}#`)
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
