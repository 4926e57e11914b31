/**
 * JSON text of a result, indented, with a newline at its end. Keys keep the order in which models state them; dates are
 * ISO 8601 in UTC without a fraction when that is zero; secrets print as `***`; a bigint that no number holds becomes text.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value ?? null, replace, 2)}\n`
}

function replace(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key]
  if (raw instanceof Date) return raw.toISOString().replace('.000Z', 'Z')
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  return value
}
