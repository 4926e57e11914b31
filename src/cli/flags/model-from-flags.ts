import { ValidationError } from '../../errors/kinds.js'
import type { Model, ValidationContext } from '../../models/model.js'
import { validate } from '../../models/validate.js'
import { type CommandLine, usageFromFaults } from '../errors/usage-from-faults.js'
import { manifestFromFlags } from './manifest-from-flags.js'

/** Runs `work`; faults of the model's values become usage errors that name the option or argument. */
export async function faultsAsUsage<T>(
  model: Model<unknown>,
  line: CommandLine,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ValidationError) throw usageFromFaults(model, error.faults, line)
    throw error
  }
}

export interface FlagsRequest {
  readonly flags: Readonly<Record<string, unknown>>
  /** What isn't an option: `{name: 'bob'}`, or, for `alter`, the object as it is. */
  readonly base: Record<string, unknown>
  readonly context: ValidationContext
}

/** The validated model that a command line describes. */
export function modelFromFlags<T>(
  model: Model<T>,
  line: CommandLine,
  { flags, base, context }: FlagsRequest,
): Promise<T> {
  const manifest = manifestFromFlags(line.specs, flags, { base })
  return faultsAsUsage(model, { ...line, manifest }, () => validate(model, manifest, context))
}
