const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * `2026-01-01`, `2026-01-01 12:30`, `2026-01-01T12:30:00+02:00` to `2026-01-01T10:30:00Z`; without offset the time is UTC. `infinity`
 * stays as it is (PostgreSQL documentation, "Date/Time Input": special values). Undefined when it is no date.
 */
export function parseDate(text: string): string | undefined {
  if (text.toLowerCase() === 'infinity') return 'infinity'
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    SHAPE.exec(text) ?? []
  if (year === undefined) return undefined
  const offset =
    zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, '$1:$2').replace(/:$/, ':00')
  const millis = fraction === '' ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`
  // Date.parse lets 30 February be 2 March: a day that isn't in the calendar must come back changed.
  const local = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(local.getTime()) || local.getUTCDate() !== Number(day)) return undefined
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${millis}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z')
}

/** `parseDate` for a text that is known to be a date. */
export function canonicalDate(text: string): string {
  return parseDate(text) ?? text
}
