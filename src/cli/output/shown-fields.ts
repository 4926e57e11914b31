import { behaviour, type FieldSchema } from '../../models/field.js'

/** An object as a table shows it: without what its schema hides, which is for JSON, and objects of which nothing is left. */
export function shownFields<T extends object>(view: T, { properties = {} }: FieldSchema): T {
  const shown = Object.entries(view).map(([name, value]) => [name, withoutHidden(value, properties[name])])
  return Object.fromEntries(shown.filter(([, value]) => !isEmptyObject(value))) as T
}

const isEmptyObject = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0

function withoutHidden(value: unknown, schema: FieldSchema | undefined): unknown {
  const properties = schema?.properties
  if (value === null || typeof value !== 'object' || properties === undefined) return value
  const isShown = ([key]: [string, unknown]) => behaviour(properties[key] ?? {}).hidden !== true
  return Object.fromEntries(Object.entries(value).filter(isShown))
}
