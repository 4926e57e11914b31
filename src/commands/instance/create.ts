import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { faultsAsUsage, modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { InstanceModel } from '../../models/instance.js'

export default class InstanceCreate extends PgliftCommand {
  static override summary = 'Initialize a PostgreSQL instance'
  static override extensible = 'create' as const
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = {
    ...createFlags(InstanceModel),
    'drop-on-error': Flags.boolean({
      summary:
        'On error, drop partially initialized instance by possibly rolling back operations (true by default).',
      allowNo: true,
      default: true,
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceCreate)
    const host = await this.openHost()
    const { createInstance } = await import('../../operations/instance/create.js')
    const { validationContext } = await import('../../operations/instance/validation.js')
    const line = { specs: flagSpecs(host.instanceModel, 'create'), args: { name: 'NAME' } }
    const base = { name: args.name }
    const desired = await modelFromFlags(host.instanceModel, line, {
      flags,
      base,
      context: validationContext(host, 'create'),
    })
    const options = { dropOnError: flags['drop-on-error'], dryRun: flags['dry-run'] }
    await this.withProgress(`creating instance ${args.name}`, () =>
      faultsAsUsage(host.instanceModel, line, () => createInstance(host, desired, options)),
    )
  }
}
