import { behaviour, type FieldSchema, isNullable } from './field.js'
import type { Model } from './model.js'

/** A JSON Schema, plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * JSON Schema (2020-12) of the manifests of a model, for `--schema`. Behaviour is told in JSON Schema's own words:
 * `readOnly`, `writeOnly`, `format: password`; a shorthand as an alternative to its object.
 */
export function schemaOf(model: Model<unknown>): JsonSchema {
  const { description, ...rest } = publish(model.schema)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: model.title,
    description,
    ...rest,
  }
}

function publish(schema: FieldSchema): Record<string, unknown> {
  const { 'x-pglift': _, properties, items, additionalProperties, format, required, ...keywords } = schema
  const { readOnly, writeOnly, secret, shorthand } = behaviour(schema)
  const published = {
    ...keywords,
    ...(secret ? { format: 'password' } : format && PUBLIC_FORMATS.has(format) ? { format } : {}),
    ...(keywords.propertyNames ? { propertyNames: { type: 'string' } } : {}),
    ...(properties && { properties: mapValues(properties, publish) }),
    ...(required && required.length > 0 && { required }),
    ...(items && { items: publish(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? publish(additionalProperties) : additionalProperties,
    }),
    ...(readOnly && { readOnly }),
    ...((writeOnly || secret) && { writeOnly: true }),
  }
  if (shorthand === undefined) return published
  const { description, ...object } = published as Record<string, unknown>
  const bare = {
    type: isNullable(schema) ? ['string', 'null'] : 'string',
    description: `The ${shorthand} alone.`,
  }
  return { description, anyOf: [object, bare] }
}

// The project's own formats mean nothing to other validators.
const PUBLIC_FORMATS = new Set(['date-time', 'password', 'hostname', 'ipv4', 'ipv6', 'uri'])

function mapValues(
  values: Readonly<Record<string, FieldSchema>>,
  change: (schema: FieldSchema) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
