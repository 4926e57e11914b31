import { behaviour, type FieldSchema, takes } from './field.js'
import { Secret } from './secret.js'

const TRUE = new Set(['true', 'yes', 'on', 't', 'y', '1'])
const FALSE = new Set(['false', 'no', 'off', 'f', 'n', '0'])

/**
 * A copy of `value` in the one form that the schema describes: shorthands expanded (`bob` to `{role: bob}`),
 * texts of options turned into numbers and booleans where the field is one, secrets opened for validation. What doesn't fit is
 * left as it is, for the validator to report.
 */
export function prepare(schema: FieldSchema, value: unknown): unknown {
  const plain = value instanceof Secret ? value.reveal() : value
  if (typeof plain === 'string' || typeof plain === 'number') return prepareScalar(schema, plain)
  if (Array.isArray(plain)) return prepareList(schema, plain)
  if (plain !== null && typeof plain === 'object') return prepareObject(schema, plain)
  return plain
}

function prepareScalar(schema: FieldSchema, value: string | number): unknown {
  const { shorthand } = behaviour(schema)
  if (shorthand !== undefined && typeof value === 'string') return { [shorthand]: value }
  // YAML reads `version: 16` as a number.
  if (typeof value === 'number') return schema.enum?.includes(String(value)) ? String(value) : value
  if (takes(schema, 'string')) return value
  if (takes(schema, 'integer') && /^[+-]?\d{1,15}$/.test(value)) return Number(value)
  if (takes(schema, 'boolean')) {
    const word = value.toLowerCase()
    return TRUE.has(word) ? true : FALSE.has(word) ? false : value
  }
  return value
}

function prepareList(schema: FieldSchema, values: readonly unknown[]): unknown {
  const { items } = schema
  return items ? values.map((item) => prepare(items, item)) : values
}

function prepareObject(schema: FieldSchema, value: object): unknown {
  // fromEntries defines own properties, so that a key `__proto__` stays a key and is refused.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => {
        const sub = propertySchema(schema, key)
        return [key, sub ? prepare(sub, item) : item]
      }),
  )
}

/** Schema of the property `key`: its own, or that of a map's values; undefined when unknown. */
export function propertySchema(schema: FieldSchema, key: string): FieldSchema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key]
  const { additionalProperties } = schema
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}
