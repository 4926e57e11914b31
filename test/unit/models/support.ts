import { type Fault, ValidationError } from '../../../src/errors/kinds.js'
import type { Model, ValidationContext } from '../../../src/models/model.js'
import { validate } from '../../../src/models/validate.js'

/** Faults of a value, `[]` when it is valid. */
export async function faultsOf(
  model: Model<unknown>,
  value: unknown,
  context: ValidationContext = { operation: 'create' },
): Promise<readonly Fault[]> {
  try {
    await validate(model, value, context)
    return []
  } catch (error) {
    if (error instanceof ValidationError) return error.faults
    throw error
  }
}

/** The same, short: `loc: msg`. */
export async function report(
  model: Model<unknown>,
  value: unknown,
  context?: ValidationContext,
): Promise<string[]> {
  return (await faultsOf(model, value, context)).map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
}
