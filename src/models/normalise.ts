import { canonicalDate } from './date.js'
import { behaviour, type FieldSchema } from './field.js'
import { prepare, propertySchema } from './prepare.js'
import { Secret } from './secret.js'

/**
 * The final form of a prepared, valid value: every field present (with its default), output-only fields gone, passwords as `Secret`, dates in UTC, frozen all the way down.
 */
export function normalise(schema: FieldSchema, value: unknown): unknown {
  if (value === null || value === undefined) return null
  const { secret, sensitive } = behaviour(schema)
  if (typeof value === 'string') {
    if (secret || sensitive) return Object.freeze(new Secret(value))
    return schema.format === 'datetime' ? canonicalDate(value) : value
  }
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item) => (schema.items ? normalise(schema.items, item) : item)))
  }
  return typeof value === 'object' ? normaliseObject(schema, value as Record<string, unknown>) : value
}

function normaliseObject(schema: FieldSchema, value: Record<string, unknown>): unknown {
  if (!schema.properties) {
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      normalise(propertySchema(schema, key) ?? {}, item),
    ])
    return Object.freeze(Object.fromEntries(entries))
  }
  const inputs = Object.entries(schema.properties).filter(([, field]) => !behaviour(field).readOnly)
  const entries = inputs.map(([key, field]) => [
    key,
    normalise(field, value[key] === undefined ? prepare(field, field.default) : value[key]),
  ])
  return Object.freeze(Object.fromEntries(entries))
}
