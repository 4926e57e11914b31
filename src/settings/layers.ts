import type { Origin } from './types.js'

/** A plain object of unknown content. */
export type Document = Readonly<Record<string, unknown>>

/** Settings from one source, or several merged, and where each came from. */
export interface Layer {
  readonly values: Document
  /** Origin of each leaf (all but objects with keys), by its path joined with dots. */
  readonly origins: ReadonlyMap<string, Origin>
}

/** True for objects that are neither null nor lists. */
export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Paths of the leaves of a document with their values. A list is one leaf, and so is `{}`. */
export function leaves(values: Document, under: readonly string[] = []): [string[], unknown][] {
  return Object.entries(values).flatMap(([key, value]): [string[], unknown][] => {
    const path = [...under, key]
    return isDocument(value) && Object.keys(value).length > 0 ? leaves(value, path) : [[path, value]]
  })
}

/** Everything in `values` comes from `origin`. */
export function layer(values: Document, origin: Origin): Layer {
  return { values, origins: new Map(leaves(values).map(([path]) => [path.join('.'), origin])) }
}

/** Puts `over` on `under`: objects are merged at every depth, any other value replaces what is under it. */
export function merge(under: Layer, over: Layer): Layer {
  const values = mergeValues(under.values, over.values)
  const origins = new Map<string, Origin>()
  for (const [path] of leaves(values)) {
    const key = path.join('.')
    const origin = over.origins.get(key) ?? under.origins.get(key)
    if (origin !== undefined) origins.set(key, origin)
  }
  return { values, origins }
}

function mergeValues(under: Document, over: Document): Document {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    return [key, isDocument(below) && isDocument(value) ? mergeValues(below, value) : value]
  })
  return { ...under, ...Object.fromEntries(merged) }
}
