import type { ErrorObject } from 'ajv'
import { alternatives } from '../errors/alternatives.js'
import type { Fault } from '../errors/kinds.js'
import { FORMATS } from './formats.js'

type Loc = readonly (string | number)[]

/**
 * Turns Ajv's errors about `value` into faults worded as the original's (pydantic's types and messages), one for
 * each place: a value of the wrong type isn't also reported for its range.
 */
export function faultsOf(errors: readonly ErrorObject[], value: unknown): Fault[] {
  const faults = new Map<string, Fault>()
  for (const error of errors) {
    const fault = faultOf(error, value)
    if (!fault) continue
    const key = JSON.stringify(fault.loc)
    if (!faults.has(key)) faults.set(key, fault)
  }
  return [...faults.values()]
}

function faultOf(error: ErrorObject, value: unknown): Fault | undefined {
  const place = locOf(error.instancePath, value)
  // What is wrong with a key is told at that key.
  const at = error.propertyName === undefined ? place : [...place, error.propertyName]
  const input = error.data
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return { type: 'missing', loc: [...at, params.missingProperty], msg: 'Field required', input }
    case 'additionalProperties': {
      const key = params.additionalProperty as string
      const extra = Object.getOwnPropertyDescriptor(input as object, key)?.value
      return {
        type: 'extra_forbidden',
        loc: [...at, key],
        msg: 'Extra inputs are not permitted',
        input: extra,
      }
    }
    case 'type':
      return { ...typeFault([params.type].flat(), input), loc: at, input }
    case 'enum':
      return { type: 'literal_error', loc: at, msg: `Input should be ${anyOf(params.allowedValues)}`, input }
    case 'pattern':
      return {
        type: 'string_pattern_mismatch',
        loc: at,
        msg: `String should match pattern '${params.pattern}'`,
        input,
      }
    case 'format':
      return formatFault(params.format, at, input)
    case 'propertyNames':
      // The fault of the key itself is reported beside it.
      return undefined
    default:
      return { ...limitFault(error), loc: at, input }
  }
}

function formatFault(format: string, at: Loc, input: unknown): Fault {
  const text = String(input)
  const message = FORMATS.get(format)?.(text) ?? `invalid ${format}`
  if (format === 'datetime') {
    return { type: 'datetime_parsing', loc: at, msg: `Input should be a valid datetime, ${message}`, input }
  }
  return { type: 'value_error', loc: at, msg: `Value error, ${message}`, input }
}

function typeFault(types: readonly string[], input: unknown): { type: string; msg: string } {
  const wanted = types.filter((type) => type !== 'null')
  const given = typeof input
  if (wanted.length > 1)
    return { type: 'scalar_type', msg: 'Input should be a valid string, number or boolean' }
  switch (wanted[0]) {
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' }
    case 'integer':
      if (given === 'string') {
        return {
          type: 'int_parsing',
          msg: 'Input should be a valid integer, unable to parse string as an integer',
        }
      }
      return given === 'number'
        ? {
            type: 'int_from_float',
            msg: 'Input should be a valid integer, got a number with a fractional part',
          }
        : { type: 'int_type', msg: 'Input should be a valid integer' }
    case 'boolean':
      return given === 'string'
        ? { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' }
        : { type: 'bool_type', msg: 'Input should be a valid boolean' }
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' }
    case 'number':
      return { type: 'float_type', msg: 'Input should be a valid number' }
    default:
      return { type: 'dict_type', msg: 'Input should be a valid dictionary' }
  }
}

function limitFault({ keyword, params, message, data }: ErrorObject): { type: string; msg: string } {
  const items = (count: number) => `${count} item${count === 1 ? '' : 's'}`
  const characters = (count: number) => `${count} character${count === 1 ? '' : 's'}`
  switch (keyword) {
    case 'minimum':
      return { type: 'greater_than_equal', msg: `Input should be greater than or equal to ${params.limit}` }
    case 'maximum':
      return { type: 'less_than_equal', msg: `Input should be less than or equal to ${params.limit}` }
    case 'minLength':
      return { type: 'string_too_short', msg: `String should have at least ${characters(params.limit)}` }
    case 'maxLength':
      return { type: 'string_too_long', msg: `String should have at most ${characters(params.limit)}` }
    case 'minItems':
      return {
        type: 'too_short',
        msg: `List should have at least ${items(params.limit)} after validation, not ${(data as unknown[]).length}`,
      }
    default:
      return { type: 'value_error', msg: `Value error, ${message ?? keyword}` }
  }
}

/** `'a', 'b' or 'c'`. */
function anyOf(values: readonly unknown[]): string {
  return alternatives(values.filter((value) => value !== null).map((value) => `'${value}'`))
}

/** Path of a JSON pointer in `value`: a step into a list is a number. */
function locOf(pointer: string, value: unknown): Loc {
  const steps = pointer.split('/').slice(1)
  const loc: (string | number)[] = []
  let at = value
  for (const step of steps) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const index = Array.isArray(at)
    loc.push(index ? Number(key) : key)
    at = (at as Record<string, unknown> | undefined)?.[key]
  }
  return loc
}
