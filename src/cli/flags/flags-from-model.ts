import type { BooleanFlag, OptionFlag } from '@oclif/core/interfaces'
import { type FlagSpec, type FlagSpecs, flagSpecs } from '../../models/flag-spec.js'
import type { Model } from '../../models/model.js'

export type { FlagSpecs } from '../../models/flag-spec.js'

/** Definitions for an oclif command's `static flags`. */
export type OclifFlags = Record<string, OptionFlag<unknown> | BooleanFlag<unknown>>

/** Flags of a command that creates an object of the model. */
export function createFlags(model: Model<unknown>): OclifFlags {
  return oclifFlags(flagSpecs(model, 'create'))
}

/** Flags of a command that alters one. */
export function alterFlags(model: Model<unknown>): OclifFlags {
  return oclifFlags(flagSpecs(model, 'alter'))
}

/** Flags of a command that drops one. */
export function dropFlags(model: Model<unknown>): OclifFlags {
  return oclifFlags(flagSpecs(model, 'drop'))
}

/**
 * oclif definitions of options given as data (a model's, or a component's). Values stay texts: the model turns
 * them into numbers, so that its faults read the same from options and manifests.
 */
export function oclifFlags(specs: FlagSpecs): OclifFlags {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, oclifFlag(name, spec)]))
}

// The shape that Flags.string() and Flags.boolean() give: made here so that no command loads oclif for it.
function oclifFlag(name: string, spec: FlagSpec): OptionFlag<unknown> | BooleanFlag<unknown> {
  const { summary, helpValue, options, required, aliases } = spec
  const common = {
    name,
    summary,
    ...(required && { required }),
    ...(aliases && { aliases: [...aliases], deprecateAliases: true }),
  }
  if (spec.type === 'boolean') {
    return {
      ...common,
      type: 'boolean',
      allowNo: true,
      parse: async (input: boolean) => input,
    } as BooleanFlag<unknown>
  }
  return {
    ...common,
    type: 'option',
    input: [],
    multiple: spec.multiple ?? false,
    ...(spec.multiple && { multipleNonGreedy: true }),
    ...(helpValue && { helpValue }),
    ...(options && { options: [...options] }),
    parse: async (input: string) => input,
  } as OptionFlag<unknown>
}
