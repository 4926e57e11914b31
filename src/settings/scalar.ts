import { alternatives } from '../errors/alternatives.js'
import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { CONTROL_CHARACTER } from '../postgresql/names.js'
import { type Places, placePath } from './places.js'
import { type SettingRules, settingRules } from './schema/fields.js'
import { variablesFault } from './template-variables.js'

type Leaf = { readonly value: unknown } | { readonly fault: Omit<Fault, 'loc'> }

/** Checks a string, number or boolean, or one of an `enum`. Text stands for a number or boolean where one is wanted. */
export function resolveScalar(schema: FieldSchema, value: unknown, places: Places): Leaf {
  if (schema.enum !== undefined || schema.const !== undefined) return oneOf(schema, value)
  const types = [schema.type].flat().filter((type) => type !== undefined)
  if (types.length === 0) return { value }
  if (types.includes('boolean')) {
    const flag = toBoolean(value)
    if (flag !== undefined) return { value: flag }
  }
  if (types.includes('integer') || types.includes('number')) {
    const number = toNumber(value, types.includes('integer'))
    if (number !== undefined) return inRange(schema, number)
  }
  if (types.includes('string') && typeof value === 'string') return text(schema, value, places)
  return wrongType(types.filter((type) => type !== 'null')[0] ?? 'null')
}

function oneOf(schema: FieldSchema, value: unknown): Leaf {
  const choices = (schema.enum ?? [schema.const]).filter((choice) => choice !== null)
  const wanted = settingRules(schema).upperCase && typeof value === 'string' ? value.toUpperCase() : value
  // YAML reads an unquoted 15 as a number, the environment any value as text.
  const found = choices.find(
    (choice) => choice === wanted || (isScalar(wanted) && String(choice) === String(wanted)),
  )
  if (found !== undefined) return { value: found }
  const shown = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)))
  const msg = `Input should be ${alternatives(shown)}`
  return { fault: { type: schema.enum ? 'enum' : 'literal_error', msg } }
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

/** The words of YAML 1.1, which the original reads, and those of environment variables. */
function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  if (/^(true|yes|on|1)$/i.test(value)) return true
  return /^(false|no|off|0)$/i.test(value) ? false : undefined
}

function toNumber(value: unknown, integer: boolean): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof number !== 'number') return undefined
  return integer && !Number.isSafeInteger(number) ? undefined : number
}

function inRange({ minimum, maximum }: FieldSchema, value: number): Leaf {
  if (typeof minimum === 'number' && value < minimum) {
    return {
      fault: { type: 'greater_than_equal', msg: `Input should be greater than or equal to ${minimum}` },
    }
  }
  if (typeof maximum === 'number' && value > maximum) {
    return { fault: { type: 'less_than_equal', msg: `Input should be less than or equal to ${maximum}` } }
  }
  return { value }
}

function text(schema: FieldSchema, value: string, places: Places): Leaf {
  const rules = settingRules(schema)
  const { pattern, minLength } = schema
  if (CONTROL_CHARACTER.test(value)) return wrong('must not contain control characters')
  if (typeof minLength === 'number' && value.length < minLength) {
    return { fault: { type: 'string_too_short', msg: `String should have at least ${minLength} character` } }
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    return { fault: { type: 'string_pattern_mismatch', msg: `String should match pattern '${pattern}'` } }
  }
  return rules.path === undefined ? withVariables(value, rules) : place(value, rules, rules.path, places)
}

function place(
  value: string,
  rules: SettingRules,
  kind: NonNullable<SettingRules['path']>,
  places: Places,
): Leaf {
  if (value === '') return wrong('expecting a path')
  const path = placePath(kind, value, places)
  return path === undefined ? wrong('expecting an absolute path') : withVariables(path, rules)
}

function withVariables(value: string, rules: SettingRules): Leaf {
  const fault = variablesFault(value, rules)
  return fault === undefined ? { value } : wrong(fault)
}

function wrong(msg: string): Leaf {
  return { fault: { type: 'value_error', msg } }
}

const WANTED: Readonly<Record<string, readonly [type: string, what: string]>> = {
  boolean: ['bool_parsing', 'boolean'],
  integer: ['int_parsing', 'integer'],
  number: ['float_parsing', 'number'],
  string: ['string_type', 'string'],
}

function wrongType(wanted: string): Leaf {
  const [type, what] = WANTED[wanted] ?? ['value_error', wanted]
  return { fault: { type, msg: `Input should be a valid ${what}` } }
}
