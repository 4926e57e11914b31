import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { isDocument } from './layers.js'

type Picked = { readonly schema: FieldSchema; readonly tag?: string } | { readonly fault: Fault }

/**
 * Picks the alternative that a value is meant to be, by its discriminator: a key that is a different constant in each
 * (`mode: path`). Without one, the first that takes the value's JSON type.
 */
export function pickAlternative(schemas: readonly FieldSchema[], value: unknown): Picked {
  const key = discriminator(schemas)
  if (key === undefined || !isDocument(value)) return byType(schemas, value)
  const tags = schemas.map((schema) => tagOf(schema, key))
  const tag = Object.hasOwn(value, key) ? value[key] : undefined
  const schema = schemas[tags.indexOf(tag)]
  if (tag !== undefined && schema !== undefined) return { schema, tag: String(tag) }
  if (tag === undefined) return { fault: { type: 'missing', loc: [key], msg: 'Field required' } }
  const expected = tags.map((known) => `'${known}'`).join(', ')
  const msg = `Input tag '${tag}' found using '${key}' does not match any of the expected tags: ${expected}`
  return { fault: { type: 'union_tag_invalid', loc: [key], msg } }
}

function discriminator(schemas: readonly FieldSchema[]): string | undefined {
  const [first] = schemas
  return Object.keys(first?.properties ?? {}).find((key) =>
    schemas.every((schema) => tagOf(schema, key) !== undefined),
  )
}

function tagOf({ properties = {} }: FieldSchema, key: string): unknown {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined
  return property?.const ?? (property?.enum?.length === 1 ? property.enum[0] : undefined)
}

function byType(schemas: readonly FieldSchema[], value: unknown): Picked {
  const schema = schemas.find(({ type }) => [type].flat().includes(jsonType(value)))
  const wanted = [...new Set(schemas.flatMap(({ type }) => type ?? []))].join(' or ')
  if (schema !== undefined) return { schema }
  return { fault: { type: 'value_error', loc: [], msg: `Input should be of type ${wanted}` } }
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value === null) return 'null'
  return Number.isInteger(value) ? 'integer' : typeof value
}
