import type { ValidateFunction } from 'ajv'
import { type Fault, ValidationError } from '../errors/kinds.js'
import { faultsOf } from './ajv-faults.js'
import { behaviour, type FieldSchema } from './field.js'
import { FORMATS } from './formats.js'
import { maskInput } from './mask.js'
import type { Draft, Model, ValidationContext } from './model.js'
import { normalise } from './normalise.js'
import { prepare } from './prepare.js'
import { isSet, valueError } from './rules.js'

type Loc = readonly (string | number)[]

// Compiling the schema of an instance costs some 30 ms; a schema never changes, so what it compiles to is remembered with
// it, by the properties that were given.
const compiled = new WeakMap<FieldSchema, Map<string, ValidateFunction>>()

/**
 * Validates `value` (from a manifest, or of options) and returns its normalised form: every field present, defaults
 * applied, shorthands expanded, passwords as `Secret`, output-only fields dropped, frozen.
 *
 * @throws ValidationError with all faults together, their inputs masked.
 */
export async function validate<T>(model: Model<T>, value: unknown, context: ValidationContext): Promise<T> {
  const draft = prepare(model.schema, value)
  const faults = await faultsIn(model, draft, context)
  if (faults.length > 0) throw new ValidationError(model.title, faults)
  return normalise(model.schema, draft) as T
}

async function faultsIn<T>(model: Model<T>, draft: unknown, context: ValidationContext): Promise<Fault[]> {
  const check = await validator(model.schema, draft)
  const structural = check(draft) ? [] : faultsOf(check.errors ?? [], draft)
  const seen = [...structural, ...duplicates(model.schema, draft, [])]
  const faults = [...seen, ...ruleFaults(model, draft, context, seen, [])]
  return faults.map((fault) => ({ ...fault, input: maskInput(model.schema, fault.loc, fault.input) }))
}

/** Checks what `schema` does, of values with the properties that `draft` has: of few only, most of the time. */
async function validator(schema: FieldSchema, draft: unknown): Promise<ValidateFunction> {
  const given = Object.entries(schema.properties ?? {}).filter(([key]) => has(draft, key))
  const names = given.map(([key]) => key).join()
  const known = compiled.get(schema) ?? new Map<string, ValidateFunction>()
  compiled.set(schema, known)
  const check = known.get(names) ?? (await compile({ ...schema, properties: Object.fromEntries(given) }))
  known.set(names, check)
  return check
}

function has(draft: unknown, key: string): boolean {
  return typeof draft === 'object' && draft !== null && Object.hasOwn(draft, key)
}

async function compile(schema: FieldSchema): Promise<ValidateFunction> {
  const { Ajv } = await import('./ajv.js')
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    validateSchema: false,
    meta: false,
    // Halves the time to compile; what is compiled here runs once.
    code: { optimize: false },
  })
  ajv.addKeyword('x-pglift')
  for (const [name, check] of FORMATS) ajv.addFormat(name, (text: string) => check(text) === undefined)
  return ajv.compile(schema)
}

/** Faults of the model's rules and of its nested models', at `at`; `seen` are those known already. */
function ruleFaults(
  model: Model<unknown>,
  value: unknown,
  context: ValidationContext,
  seen: readonly Fault[],
  at: Loc,
): Fault[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return []
  const draft = value as Draft
  // Nothing is wrong with it, nor with what it is in: that may not even be what it should.
  const isWithin = (loc: Loc) => at.length > 0 && loc.length > 0 && startsWith(at, loc)
  const isSound = (field: string) => !seen.some(({ loc }) => startsWith(loc, [...at, field]) || isWithin(loc))
  const own = model.rules
    .filter(({ reads }) => reads.every(isSound))
    .flatMap((rule) => rule.check(draft, context))
    .concat(exclusiveFaults(model, draft))
    .map((fault) => ({ ...fault, loc: [...at, ...fault.loc] }))
  const nested = Object.entries(model.nested).flatMap(([field, inner]) => {
    const items = draft[field]
    // Whether a nested object exists isn't known here: what holds only at its creation is checked by its own operation.
    const updating: ValidationContext = { ...context, operation: 'update' }
    return Array.isArray(items)
      ? items.flatMap((item, index) => ruleFaults(inner, item, updating, seen, [...at, field, index]))
      : ruleFaults(inner, items, updating, seen, [...at, field])
  })
  return [...own, ...nested]
}

function exclusiveFaults({ exclusive }: Model<unknown>, draft: Draft): Fault[] {
  return exclusive.flatMap((group) => {
    const [first, second] = group.filter((field) => isSet(draft[field]))
    if (first === undefined || second === undefined) return []
    const msg = `Value error, field '${second}' is mutually exclusive with '${first}'`
    return [{ type: 'mutually_exclusive', loc: [second], msg, input: draft[second] }]
  })
}

/** A list whose items have a key may not name the same twice. */
function duplicates(schema: FieldSchema, value: unknown, at: Loc): Fault[] {
  if (Array.isArray(value)) {
    const { items } = schema
    if (!items) return []
    const { key = behaviour(items).shorthand } = behaviour(items)
    const nested = value.flatMap((item, index) => duplicates(items, item, [...at, index]))
    return [...(key === undefined ? [] : repeated(value, key, at)), ...nested]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
    duplicates(field, (value as Draft)[key], [...at, key]),
  )
}

function repeated(items: readonly unknown[], key: string, at: Loc): Fault[] {
  const seen = new Set<unknown>()
  return items.flatMap((item, index) => {
    const name = (item as Draft | null | undefined)?.[key]
    if (typeof name !== 'string') return []
    if (seen.has(name)) return [valueError([...at, index, key], `'${name}' is given more than once`, name)]
    seen.add(name)
    return []
  })
}

function startsWith(loc: Loc, prefix: Loc): boolean {
  return prefix.every((step, index) => loc[index] === step)
}
