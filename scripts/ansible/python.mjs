/** A name that stands where a value would. */
export class PythonName {
  constructor(name) {
    this.name = name
  }
}

/** A value as Python writes it; keys of objects in their order. `indent`: of the line that it stands in. */
export function python(value, indent = 0) {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value instanceof PythonName) return value.name
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  const inner = ' '.repeat(indent + 4)
  const outer = ' '.repeat(indent)
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => `${inner}${python(item, indent + 4)},\n`).join('')}${outer}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${python(item, indent + 4)},\n`)
  return `{\n${lines.join('')}${outer}}`
}
