/** What of a value does not survive being written to a journal and read again; a `Secret` may not, and undo does without. */
export function jsonFaults(value: unknown, path = 'args'): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  if (typeof value !== 'object') return [`${path} is a ${typeof value}`]
  if (Array.isArray(value)) return value.flatMap((item, index) => jsonFaults(item, `${path}[${index}]`))
  if (value.constructor?.name === 'Secret') return []
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return [`${path} is an object of class ${value.constructor?.name}`]
  return Object.entries(value).flatMap(([key, inner]) =>
    // JSON leaves out what is undefined, and so may a step's arguments.
    inner === undefined ? [] : jsonFaults(inner, `${path}.${key}`),
  )
}
