import type { HbaLine } from './parse.js'
import { type HbaRecord, recordKey } from './record.js'
import { renderHbaRecord } from './render.js'

type Line = Pick<HbaLine, 'raw' | 'record'>

const ended = (line: Line): Line => (line.raw.endsWith('\n') ? line : { ...line, raw: `${line.raw}\n` })

/** Where each of the wanted records stands: its first line only, since no other counts. */
function places(lines: readonly Line[], wanted: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>()
  for (const [index, { record }] of lines.entries()) {
    const key = record && recordKey(record)
    if (key !== undefined && wanted.has(key) && !found.has(key)) found.set(key, index)
  }
  return found
}

/** The lines that the wanted records take among them are given to them in the wanted order; all others stay. */
function reordered(lines: readonly Line[], keys: readonly string[]): Line[] {
  const found = places(lines, new Set(keys))
  const sources = keys.flatMap((key) => found.get(key) ?? [])
  const targets = sources.toSorted((one, other) => one - other)
  if (targets.every((target, index) => target === sources[index])) return [...lines]
  const result = lines.map(ended)
  for (const [index, target] of targets.entries()) {
    const line = lines[sources[index] as number]
    if (line !== undefined) result[target] = ended(line)
  }
  return result
}

/** Where a record that is missing goes: behind the one before it, else before the next one, else at the end. */
function placeFor(lines: readonly Line[], keys: readonly string[], index: number): number {
  const found = places(lines, new Set(keys))
  const before = keys[index - 1]
  if (before !== undefined) return (found.get(before) ?? lines.length - 1) + 1
  const next = keys.slice(index + 1).find((key) => found.has(key))
  return next === undefined ? lines.length : (found.get(next) as number)
}

/**
 * Lines in which the wanted records all stand, in the wanted order: PostgreSQL takes the first record that fits. The same
 * lines when that is so already.
 */
export function inOrder(lines: readonly Line[], wanted: readonly HbaRecord[]): readonly Line[] {
  const records = new Map(wanted.map((record) => [recordKey(record), record]))
  const keys = [...records.keys()]
  const result = reordered(lines, keys)
  for (const [index, [key, record]] of [...records].entries()) {
    const raw = `${renderHbaRecord(record)}\n`
    if (places(result, new Set([key])).size > 0) continue
    const at = placeFor(result, keys, index)
    // A last line without its newline must not swallow what follows.
    if (at > 0) result[at - 1] = ended(result[at - 1] as Line)
    result.splice(at, 0, { raw, record })
  }
  return result
}
