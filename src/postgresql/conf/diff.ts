import { type Conf, type ConfValue, sameConfValue } from './value.js'

/** Changed parameters, sorted by name: the value before and after, null where there was or is none. */
export type ConfChanges = Readonly<Record<string, readonly [ConfValue | null, ConfValue | null]>>

/** What differs between two configurations, by meaning (see `sameConfValue`). */
export function diffConf(before: Conf, after: Conf): ConfChanges {
  const old = new Map(Object.entries(before))
  const next = new Map(Object.entries(after))
  const names = [...new Set([...old.keys(), ...next.keys()])].sort()
  const changed = names.flatMap((name) => {
    const from = old.get(name) ?? null
    const to = next.get(name) ?? null
    if (from !== null && to !== null && sameConfValue(from, to)) return []
    return [[name, [from, to]] as const]
  })
  return Object.fromEntries(changed)
}
