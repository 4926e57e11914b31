import type { Fault } from '../errors/kinds.js'
import type { Draft, Rule, ValidationContext } from './model.js'

/** A fault of the kind that the original raises from its own checks: `Value error, ...`. */
export function valueError(loc: readonly (string | number)[], message: string, input?: unknown): Fault {
  return { type: 'value_error', loc, msg: `Value error, ${message}`, input }
}

/** A rule that gives at most one fault, on the field `on`, when `message` returns a text. */
export function rule(
  on: string,
  alsoReads: readonly string[],
  message: (value: Draft, context: ValidationContext) => string | undefined,
): Rule {
  return {
    reads: [on, ...alsoReads],
    check(value, context) {
      const text = message(value, context)
      return text === undefined ? [] : [valueError([on], text, value[on])]
    },
  }
}

/** The fields may be set only when the object is to be removed: `drop_owned`, `force_drop`. */
export function onlyWhenAbsent(...fields: readonly string[]): Rule[] {
  return fields.map((field) =>
    rule(field, ['state'], (value, { operation }) =>
      isSet(value[field]) && value.state !== 'absent' && operation !== 'drop'
        ? `${field} can not be set if state is not 'absent'`
        : undefined,
    ),
  )
}

/** A field counts as given when it is neither absent, null nor false. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false
}
