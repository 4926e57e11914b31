import type { TSchema } from '@sinclair/typebox'
import { type Fault, operational } from '../errors/kinds.js'
import { type FieldSchema, object } from './field.js'

/** What the rules may know besides the value. All of it is given by the caller: models read nothing. */
export interface ValidationContext {
  /** `create` when the object doesn't exist yet, `update` when it does, `drop` when it goes. */
  readonly operation: 'create' | 'update' | 'drop'
  /** Authentication method that the site gives to local connections; used when the manifest gives none. */
  readonly authLocal?: string
  /** True while `instance upgrade` makes the new instance: its passwords come with the old one's data. */
  readonly upgrading?: boolean
  /** False if the site has no `postgresql.auth.passfile`. Unknown: not checked. */
  readonly passfile?: boolean
}

/** A value before it is normalised: shorthands expanded, fields of any type. */
export type Draft = Readonly<Record<string, unknown>>

/** A check over several fields. It isn't run when one of the fields that it reads is at fault already. */
export interface Rule {
  readonly reads: readonly string[]
  /** Faults with `loc` below the model's own value. Must take any value of the right shape. */
  check(value: Draft, context: ValidationContext): readonly Fault[]
}

/** A model: one JSON Schema with its cross-field rules. `T` is the type of its normalised value. */
export interface Model<T> {
  /** As printed in reports: `Instance`, `Role`. */
  readonly title: string
  readonly schema: FieldSchema
  readonly rules: readonly Rule[]
  /** Fields of which at most one may be given. */
  readonly exclusive: readonly (readonly string[])[]
  /** Models of nested values, by field: an object's or a list's items. */
  readonly nested: Readonly<Record<string, Model<unknown>>>
  /** Never set; carries the type. */
  readonly type?: T
}

interface ModelParts {
  description: string
  rules?: readonly Rule[]
  exclusive?: readonly (readonly string[])[]
  nested?: Readonly<Record<string, Model<unknown>>>
}

/** Defines a model of `properties` whose normalised value is a `T`; `title` is its name in reports. */
export function defineModel<T>(
  title: string,
  properties: Readonly<Record<string, TSchema>>,
  { description, rules = [], exclusive = [], nested = {} }: ModelParts,
): Model<T> {
  const schema = object(properties, { description }) as FieldSchema
  return { title, schema, rules, exclusive, nested }
}

/** A field that a component adds to a model. */
export interface ComponentField {
  /** Key in the manifest: `pgbackrest`. */
  readonly name: string
  /** Component that adds it, for errors. */
  readonly component: string
  /** JSON Schema with `x-pglift`; its objects refuse unknown keys even when it doesn't say so. */
  readonly schema: FieldSchema
  /** Value when the manifest has no such key. Absent here and in the schema: the field is required. */
  readonly default?: unknown
  /** Rules of the whole model that come with the field. */
  readonly rules?: readonly Rule[]
}

/**
 * Adds the fields of components to a model, after its own.
 * Throws `PGLIFT_COMPONENT_FIELD` if a name is taken.
 */
export function compose<T>(
  model: Model<T>,
  fields: readonly ComponentField[],
): Model<T & Readonly<Record<string, unknown>>> {
  const properties: Record<string, FieldSchema> = { ...model.schema.properties }
  const required = [...(model.schema.required ?? [])]
  for (const added of fields) {
    if (Object.hasOwn(properties, added.name)) {
      throw operational(
        'PGLIFT_COMPONENT_FIELD',
        `component '${added.component}': field '${added.name}' is already in the ${model.title} model`,
        { hint: `Remove one of the components that define '${added.name}' from the site settings.` },
      )
    }
    const schema = closed('default' in added ? { ...added.schema, default: added.default } : added.schema)
    properties[added.name] = schema
    if (!('default' in schema)) required.push(added.name)
  }
  const rules = [...model.rules, ...fields.flatMap((added) => added.rules ?? [])]
  return { ...model, schema: { ...model.schema, properties, required }, rules } as Model<
    T & Readonly<Record<string, unknown>>
  >
}

function closed(schema: FieldSchema): FieldSchema {
  const properties =
    schema.properties &&
    Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, closed(value)]))
  return {
    ...schema,
    ...(properties && { properties, additionalProperties: schema.additionalProperties ?? false }),
    ...(schema.items && { items: closed(schema.items) }),
  }
}
