import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changeOptions, diffOptions, dryRun, outputFormat } from '../../cli/flags/flags.js'
import { alterFlags } from '../../cli/flags/flags-from-model.js'
import { faultsAsUsage, modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { InstanceModel } from '../../models/instance.js'

export default class InstanceAlter extends PgliftCommand {
  static override summary = 'Alter PostgreSQL INSTANCE'
  static override extensible = 'alter' as const
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...alterFlags(InstanceModel), ...diffOptions, ...dryRun, ...outputFormat }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceAlter)
    const host = await this.openHost()
    const [{ instanceArgument }, { alterInstance, currentManifest }, { validationContext }] =
      await Promise.all([
        import('../../operations/instance/find.js'),
        import('../../operations/instance/alter.js'),
        import('../../operations/instance/validation.js'),
      ])
    const instance = await instanceArgument(host, args.instance)
    const base = await currentManifest(host, instance)
    const line = { specs: flagSpecs(host.instanceModel, 'alter') }
    const desired = await modelFromFlags(host.instanceModel, line, {
      flags,
      base,
      context: validationContext(host, 'update'),
    })
    const options = changeOptions(flags)
    const { result, diffs } = await faultsAsUsage(host.instanceModel, line, () =>
      alterInstance(host, instance, desired, options),
    )
    await this.printApplied(result, diffs)
  }
}
