import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENTS } from '../../cli/flags/instance-argument.js'

export default class InstanceReload extends PgliftCommand {
  static override summary = 'Reload PostgreSQL INSTANCE'
  static override description = INSTANCE_ARGUMENTS
  static override strict = false
  static override args = { instance: Args.string({ name: 'INSTANCE', multiple: true }) }
  static override flags = { all: Flags.boolean({ summary: 'Reload all instances.' }), ...dryRun }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InstanceReload)
    const host = await this.openHost()
    const [{ instanceArguments }, { forEachInstance }, { reloadInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/every.js'),
      import('../../operations/instance/reload.js'),
    ])
    const instances = await instanceArguments(host, argv as string[], flags.all)
    await forEachInstance(host, instances, 'reload', (instance) =>
      reloadInstance(host, instance, { dryRun: flags['dry-run'] }),
    )
  }
}
