import { type TSchema, Unsafe } from '@sinclair/typebox'
import {
  type Field,
  type FieldOptions,
  type FieldSchema,
  object,
  text,
  type Values,
} from '../../models/field.js'

/**
 * Where a relative path goes: `config` below `<prefix>/etc`, `data` below `<prefix>/srv`, `log` below `<prefix>/log`,
 * `run` below `<run_prefix>`; `absolute`: nowhere, it is a fault.
 */
export type PathKind = 'config' | 'data' | 'log' | 'run' | 'absolute'

/** What JSON Schema has no word for in a setting; stands under `x-settings` in its schema. */
export interface SettingRules {
  /** The value is a path. `~/` is the home directory. */
  path?: PathKind
  /** Template variables (`{name}`) that the value may hold. A path without this may hold none. */
  variables?: readonly string[]
  /** Those of `variables` that it must hold. */
  requires?: readonly string[]
  /** What must be at the path when the settings are loaded. */
  exists?: 'directory' | 'executable' | 'file'
  /** Letters are taken in any case and kept in capitals. */
  upperCase?: boolean
}

/** The `x-settings` of a schema, none when it states none. */
export function settingRules(schema: FieldSchema): SettingRules {
  return (schema['x-settings'] as SettingRules | undefined) ?? {}
}

function withRules<F extends TSchema>(of: F, rules: SettingRules): F {
  return Unsafe({ ...of, 'x-settings': rules }) as unknown as F
}

/** A path, with the rules of `kind`. */
export function path(kind: PathKind, options: FieldOptions & Omit<SettingRules, 'path'>): Field<string> {
  const { variables, requires, exists, ...rest } = options
  return withRules(text(rest), {
    path: kind,
    ...(variables && { variables }),
    ...(requires && { requires }),
    ...(exists && { exists }),
  })
}

/** A string that is no path and may hold template variables. */
export function template(variables: readonly string[], options: FieldOptions): Field<string> {
  return withRules(text(options), { variables })
}

/** The same field, its letters taken in any case. */
export function anyCase<F extends TSchema>(of: F): F {
  return withRules(of, { upperCase: true })
}

/** An object of which no key has to be given: each has a default, in its schema or computed when it is loaded. */
export function section<P extends Readonly<Record<string, TSchema>>>(
  properties: P,
  options: FieldOptions,
): Field<Values<P>> {
  return Unsafe({ default: {}, ...object(properties, options), required: [] })
}

/** The same field without default: an absent value is found out when the settings are loaded. */
export function computed<F extends TSchema>(of: F): F {
  const { default: _, ...rest } = of as TSchema & { default?: unknown }
  return Unsafe(rest) as unknown as F
}
