import type { FieldSchema } from '../../models/field.js'

/** The alternatives of a schema, null left out: itself, or the members of its `anyOf` or `oneOf`. */
export function alternatives(schema: FieldSchema): readonly FieldSchema[] {
  const members = (schema.anyOf ?? schema.oneOf) as readonly FieldSchema[] | undefined
  return members === undefined
    ? [schema]
    : members.filter(({ type }) => type !== 'null').flatMap(alternatives)
}

/** True if the schema takes null. */
export function takesNull(schema: FieldSchema): boolean {
  const members = (schema.anyOf ?? schema.oneOf) as readonly FieldSchema[] | undefined
  if (members !== undefined) return members.some(takesNull)
  return [schema.type].flat().includes('null') || (schema.enum?.includes(null) ?? false)
}

/** True if the schema is that of an object or of a list. */
export function takesJson(schema: FieldSchema): boolean {
  return alternatives(schema).some(({ type }) => [type].flat().some((t) => t === 'object' || t === 'array'))
}

/** The schemas of the key at `path`, one for each alternative that has it; none if there is no such key. */
export function schemasAt(schema: FieldSchema, path: readonly string[]): readonly FieldSchema[] {
  const [key, ...rest] = path
  if (key === undefined) return [schema]
  return alternatives(schema).flatMap(({ properties }) => {
    const found = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
    return found === undefined ? [] : schemasAt(found, rest)
  })
}
