import { type FlagOperation, type FlagSpecs, flagSpecs } from '../../models/flag-spec.js'
import { type ComposedInstance, InstanceModel } from '../../models/instance.js'
import type { Model } from '../../models/model.js'
import { type OclifFlags, oclifFlags } from '../flags/flags-from-model.js'

/** The options of a command on instances that are there because of components. */
export function componentFlagSpecs(model: Model<ComposedInstance>, operation: FlagOperation): FlagSpecs {
  const own = flagSpecs(InstanceModel, operation)
  const all = Object.entries(flagSpecs(model, operation))
  return Object.fromEntries(all.filter(([name]) => !Object.hasOwn(own, name)))
}

/** The same as oclif has it. */
export function componentFlags(model: Model<ComposedInstance>, operation: FlagOperation): OclifFlags {
  return oclifFlags(componentFlagSpecs(model, operation))
}
