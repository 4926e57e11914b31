const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in PostgreSQL's units, which are powers of 1024: `512 bytes`, `7.6 MB`. */
export function humanSize(bytes: number): string {
  if (Math.abs(bytes) < 1024) return `${bytes} bytes`
  let value = bytes / 1024
  let unit = 0
  while (Math.abs(value) >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`
}

/** `2023-11-10 23:03:14+00:00`: a date in a table. */
function tableDate(date: Date): string {
  const iso = date.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}+00:00`
}

/** Whether a field of that name holds a number of bytes. */
export type IsSize = (field: string) => boolean

/**
 * A value as text of a table: nothing for null, `True` and `False`, lists joined with `, `, a line `key: value` for
 * each key of an object, sizes in human units where `isSize` says so of the field's name.
 */
export function cellText(field: string, value: unknown, isSize: IsSize = () => false): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return isSize(field) ? humanSize(value) : String(value)
  if (value instanceof Date) return tableDate(value)
  if (Array.isArray(value)) return listText(field, value, isSize)
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return printable(String(value))
  return Object.entries(value)
    .map(([key, item]) => entryText(key, cellText(key, item, isSize)))
    .join('\n')
}

function listText(field: string, list: readonly unknown[], isSize: IsSize): string {
  const items = list.map((item) =>
    isObject(item) ? objectItem(item, isSize) : cellText(field, item, isSize),
  )
  return items.join(items.some((item) => item.includes('\n')) ? '\n' : ', ')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

// `{role: 'dba'}` and `{name: 's1', owner: 'bob'}` in a list: one line each.
function objectItem(item: Record<string, unknown>, isSize: IsSize): string {
  const entries = Object.entries(item).filter(([, value]) => value !== null && value !== undefined)
  const [only] = entries
  if (entries.length === 1 && only !== undefined) return cellText(only[0], only[1], isSize)
  return entries
    .map(([key, value]) => `${key}: ${cellText(key, value, isSize).replaceAll('\n', ' ')}`)
    .join(', ')
}

function entryText(key: string, text: string): string {
  if (text === '') return `${key}:`
  return text.includes('\n') ? `${key}:\n  ${text.replaceAll('\n', '\n  ')}` : `${key}: ${text}`
}

// Names and comments come from databases: no escape sequence may reach the terminal.
function printable(text: string): string {
  return (
    text
      .replaceAll('\t', '    ')
      .replaceAll('\r\n', '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
  )
}
