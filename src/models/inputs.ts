import { behaviour, type FieldSchema } from './field.js'

/** A value without its output-only fields: what of a description is a manifest. */
export function inputsOf(schema: FieldSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (schema.items ? inputsOf(schema.items, item) : item))
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value).map(([name, item]) => [name, item, schema.properties?.[name]] as const)
  return Object.fromEntries(
    fields
      .filter(([, , field]) => field === undefined || !behaviour(field).readOnly)
      .map(([name, item, field]) => [name, field === undefined ? item : inputsOf(field, item)]),
  )
}
