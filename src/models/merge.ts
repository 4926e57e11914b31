/**
 * `changes` over `current`, neither modified: objects are merged key by key, anything else (lists too) is replaced;
 * undefined means "not given". So `alter` makes a whole manifest of what exists and the options given.
 */
export function merge(current: object, changes: object): Record<string, unknown> {
  const merged = new Map<string, unknown>(Object.entries(current))
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue
    const before = merged.get(key)
    merged.set(key, isMapping(before) && isMapping(change) ? merge(before, change) : change)
  }
  return Object.fromEntries(merged)
}

function isMapping(value: unknown): value is object {
  if (value === null || typeof value !== 'object') return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
