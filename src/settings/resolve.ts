import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { isDocument } from './layers.js'
import type { Places } from './places.js'
import { resolveScalar } from './scalar.js'
import { type SettingRules, settingRules } from './schema/fields.js'
import { alternatives, takesNull } from './schema/navigate.js'
import type { Origin } from './types.js'
import { pickAlternative } from './union.js'

/** Path of a setting: keys and list indexes. */
export type Location = readonly (string | number)[]

/** A path that must exist, to be looked at once everything is resolved. */
export interface ExistenceRule {
  readonly loc: Location
  readonly path: string
  readonly kind: NonNullable<SettingRules['exists']>
}

/** What one resolution is given, and what it collects besides the values. */
export interface Resolution {
  readonly places: Places
  /** Origins of what was given. */
  readonly given: ReadonlyMap<string, Origin>
  readonly faults: Fault[]
  /** Origin of every setting. */
  readonly origins: Map<string, Origin>
  readonly mustExist: ExistenceRule[]
}

/**
 * Checks `input` against `schema`, fills in defaults and makes paths absolute, in one walk, which is what keeps it
 * cheap at every start. A value at fault is reported and its default stands in for it, so that one walk reports all.
 * The keywords understood are those that `resolve`, `scalar` and `union` name; a test holds them against Ajv.
 */
export function resolve(schema: FieldSchema, input: unknown, loc: Location, run: Resolution): unknown {
  const value = input === undefined ? schema.default : input
  if (value === undefined) return undefined
  if (value === null && takesNull(schema)) return note(null, schema, loc, run)
  if (alternatives(schema).length > 1) return resolveUnion(schema, value, loc, run)
  const [only = schema] = alternatives(schema)
  if (only.properties !== undefined) return resolveObject(only, value, loc, run)
  const resolved =
    only.items === undefined ? resolveLeaf(only, value, loc, run) : resolveList(only, value, loc, run)
  if (resolved !== undefined) return note(resolved, schema, loc, run)
  return input === undefined ? undefined : resolve(schema, undefined, loc, run)
}

function note(value: unknown, schema: FieldSchema, loc: Location, { given, origins }: Resolution): unknown {
  const key = loc.join('.')
  const below = value !== null && settingRules(schema).path !== undefined
  origins.set(key, given.get(key) ?? { kind: below ? 'computed' : 'default' })
  return value
}

function resolveUnion(schema: FieldSchema, value: unknown, loc: Location, run: Resolution): unknown {
  const picked = pickAlternative(alternatives(schema), value)
  if ('fault' in picked) {
    run.faults.push({ ...picked.fault, loc: [...loc, ...picked.fault.loc], input: value })
    return undefined
  }
  const { schema: chosen, tag } = picked
  if (tag === undefined) return resolve(chosen, value, loc, run)
  const faults: Fault[] = []
  const resolved = resolve(chosen, value, loc, { ...run, faults })
  // As the original reports it, the tag stands in the path: `pgbackrest.repository.path.foo`.
  const tagged = faults.map((fault) => ({ ...fault, loc: [...loc, tag, ...fault.loc.slice(loc.length)] }))
  run.faults.push(...tagged)
  return resolved
}

function resolveObject(schema: FieldSchema, value: unknown, loc: Location, run: Resolution): unknown {
  const { properties = {}, required = [], additionalProperties } = schema
  if (!isDocument(value)) {
    run.faults.push({ type: 'dict_type', loc, msg: 'Input should be a valid dictionary', input: value })
    return isDocument(schema.default) ? resolveObject(schema, schema.default, loc, run) : undefined
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(properties, key))
  if (additionalProperties !== true) {
    for (const key of unknown) {
      const msg = 'Extra inputs are not permitted'
      run.faults.push({ type: 'extra_forbidden', loc: [...loc, key], msg, input: value[key] })
    }
  }
  const entries = Object.entries(properties).map(([key, property]) => {
    const given = Object.hasOwn(value, key) ? value[key] : undefined
    if (given === undefined && required.includes(key) && property.default === undefined) {
      run.faults.push({ type: 'missing', loc: [...loc, key], msg: 'Field required', input: value })
    }
    return [key, resolve(property, given, [...loc, key], run)] as const
  })
  return Object.fromEntries(entries.filter(([, resolved]) => resolved !== undefined))
}

function resolveList(schema: FieldSchema, value: unknown, loc: Location, run: Resolution): unknown {
  const fault = listFault(schema, value)
  if (fault !== undefined) {
    run.faults.push({ ...fault, loc, input: value })
    return undefined
  }
  // Items have no origin of their own: the list is one setting.
  const inside = { ...run, origins: new Map<string, Origin>() }
  const resolved = (value as unknown[]).map((item, index) =>
    resolve(schema.items as FieldSchema, item ?? null, [...loc, index], inside),
  )
  return resolved.filter((item) => item !== undefined)
}

function listFault({ minItems, maxItems }: FieldSchema, value: unknown): Omit<Fault, 'loc'> | undefined {
  if (!Array.isArray(value)) return { type: 'list_type', msg: 'Input should be a valid list' }
  const { length } = value
  if (typeof minItems === 'number' && length < minItems) {
    return {
      type: 'too_short',
      msg: `List should have at least ${items(minItems)} after validation, not ${length}`,
    }
  }
  if (typeof maxItems === 'number' && length > maxItems) {
    return {
      type: 'too_long',
      msg: `List should have at most ${items(maxItems)} after validation, not ${length}`,
    }
  }
  return undefined
}

function items(count: number): string {
  return count === 1 ? '1 item' : `${count} items`
}

function resolveLeaf(schema: FieldSchema, value: unknown, loc: Location, run: Resolution): unknown {
  const leaf = resolveScalar(schema, value, run.places)
  if ('fault' in leaf) {
    run.faults.push({ ...leaf.fault, loc, input: value })
    return undefined
  }
  const { exists } = settingRules(schema)
  if (exists !== undefined) run.mustExist.push({ loc, path: leaf.value as string, kind: exists })
  return leaf.value
}
