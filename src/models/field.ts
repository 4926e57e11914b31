import { type Static, type TSchema, type TUnsafe, Unsafe } from '@sinclair/typebox'
import type { Secret } from './secret.js'

/** How a field is offered on the command line. */
export interface CliBehaviour {
  /** Name of the option, without dashes, when it isn't the field's path joined with `-`. */
  flag?: string
  /** What stands for the value in help; the field's name in capitals by default. */
  metavar?: string
  /** Older names of the option. */
  aliases?: readonly string[]
  /** Options of `alter` for a list; `--add-X` and `--remove-X` by default, `null` for none. */
  alter?: { readonly add: string; readonly remove: string } | null
  /** The values that the option takes, when the manifest takes more. */
  choices?: readonly string[]
}

/** What JSON Schema has no word for; stands under `x-pglift` in a field's schema. */
export interface Behaviour {
  /** Output only: accepted in a manifest (so that what `get` prints can be applied) and dropped. */
  readOnly?: boolean
  /** Given when the object is created; no option of `alter`. */
  createOnly?: boolean
  /** Input only: absent from what `get` prints. */
  writeOnly?: boolean
  /** A password: kept as a `Secret`, prompted for when the option is bare. */
  secret?: boolean
  /** May hold a password (a connection URI): kept as a `Secret`, but not prompted for. */
  sensitive?: boolean
  /** Not an option of the command line. */
  hidden?: boolean
  /** An option of `drop`, not of `create` or `alter`. */
  dropOnly?: boolean
  /** In a list, the key whose values are unique; it stands for the whole in options and errors. */
  key?: string
  /** The key that a bare string stands for: `bob` is `{role: bob}`. It is the `key` too. */
  shorthand?: string
  cli?: CliBehaviour
}

/** JSON Schema as this project uses it: one level of `type`, no references. */
export interface FieldSchema {
  type?: string | readonly string[]
  description?: string
  default?: unknown
  examples?: readonly unknown[]
  enum?: readonly unknown[]
  pattern?: string
  format?: string
  properties?: Readonly<Record<string, FieldSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | FieldSchema
  items?: FieldSchema
  'x-pglift'?: Behaviour
  [keyword: string]: unknown
}

/** A field: its schema, and in `Static<typeof field>` the type of its normalised value. */
export type Field<T> = TUnsafe<T>

export interface FieldOptions extends Behaviour {
  description: string
  /** Absent: the field is required, unless it is nullable. */
  default?: unknown
  examples?: readonly unknown[]
  pattern?: string
  /** A name of `formats.ts`. */
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  minItems?: number
}

type Properties = Readonly<Record<string, TSchema>>

/** The value of an object of fields once normalised: every key present. */
export type Values<P extends Properties> = { readonly [K in keyof P]: Static<P[K]> }

const BEHAVIOUR: ReadonlySet<string> = new Set([
  'readOnly',
  'createOnly',
  'writeOnly',
  'secret',
  'sensitive',
  'hidden',
  'dropOnly',
  'key',
  'shorthand',
  'cli',
])

/** Makes a schema of JSON Schema keywords and options, the latter's behaviour set apart under `x-pglift`. */
function field<T>(keywords: Record<string, unknown>, options: FieldOptions): Field<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  const behaviour = Object.fromEntries(entries.filter(([key]) => BEHAVIOUR.has(key)))
  const annotations = Object.fromEntries(entries.filter(([key]) => !BEHAVIOUR.has(key)))
  const extension = Object.keys(behaviour).length === 0 ? {} : { 'x-pglift': behaviour }
  return Unsafe<T>({ ...keywords, ...annotations, ...extension })
}

/** A string. */
export function text(options: FieldOptions): Field<string> {
  return field({ type: 'string' }, options)
}

/** A whole number. */
export function integer(options: FieldOptions): Field<number> {
  return field({ type: 'integer' }, options)
}

/** A TCP port, 1 to 65535. */
export function port(options: FieldOptions): Field<number> {
  return field({ type: 'integer', minimum: 1, maximum: 65535 }, options)
}

/** True or false; an option `--x/--no-x`. */
export function toggle(options: FieldOptions): Field<boolean> {
  return field({ type: 'boolean' }, options)
}

/** One of a list of strings. */
export function choice<const C extends readonly string[]>(
  choices: C,
  options: FieldOptions,
): Field<C[number]> {
  return field({ enum: choices }, options)
}

/** A password or key. */
export function secret(options: FieldOptions): Field<Secret> {
  return field({ type: 'string', minLength: 1, format: 'password-text' }, { secret: true, ...options })
}

/** A connection string that may hold a password. */
export function sensitive(options: FieldOptions): Field<Secret> {
  return field({ type: 'string' }, { sensitive: true, ...options })
}

/** A list of `items`. */
export function list<I extends TSchema>(items: I, options: FieldOptions): Field<readonly Static<I>[]> {
  return field({ type: 'array', items }, options)
}

/** Keys of the format `keys`, values of one schema. */
export function map<V extends TSchema>(
  values: V,
  { keys, ...options }: FieldOptions & { keys: string },
): Field<Readonly<Record<string, Static<V>>>> {
  return field({ type: 'object', additionalProperties: values, propertyNames: { format: keys } }, options)
}

/** An object of fields; other keys are refused. A field without a default is required. */
export function object<P extends Properties>(properties: P, options: FieldOptions): Field<Values<P>> {
  const required = Object.keys(properties).filter((key) => !('default' in (properties[key] as object)))
  return field({ type: 'object', properties, required, additionalProperties: false }, options)
}

/** The field, or null; null by default. */
export function nullable<F extends TSchema>(of: F): Field<Static<F> | null> {
  const schema = of as FieldSchema
  const nulled = schema.enum
    ? { enum: [...schema.enum, null] }
    : { type: [...[schema.type ?? []].flat(), 'null'] }
  return Unsafe({ default: null, ...schema, ...nulled })
}

/** A value of a PostgreSQL configuration parameter; null is the same as leaving the parameter out. */
export function parameterValue(options: FieldOptions): Field<string | number | boolean | null> {
  return field({ type: ['string', 'number', 'boolean', 'null'] }, options)
}

/** A field by its JSON Schema: what the functions here have no word for. `T` is the type of its value. */
export function jsonSchema<T>(schema: FieldSchema): Field<T> {
  return Unsafe<T>(schema)
}

/** Behaviour of a schema, none when it states none. */
export function behaviour(schema: FieldSchema): Behaviour {
  return schema['x-pglift'] ?? {}
}

/** True if null is a value of the schema. */
export function isNullable(schema: FieldSchema): boolean {
  return schema.enum ? schema.enum.includes(null) : [schema.type].flat().includes('null')
}

/** True if the schema takes the JSON type `type`. */
export function takes(schema: FieldSchema, type: string): boolean {
  return [schema.type].flat().includes(type)
}
