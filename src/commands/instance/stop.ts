import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENTS } from '../../cli/flags/instance-argument.js'

export default class InstanceStop extends PgliftCommand {
  static override summary = 'Stop PostgreSQL INSTANCE'
  static override description = INSTANCE_ARGUMENTS
  static override strict = false
  static override args = { instance: Args.string({ name: 'INSTANCE', multiple: true }) }
  static override flags = { all: Flags.boolean({ summary: 'Stop all instances.' }), ...dryRun }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InstanceStop)
    const host = await this.openHost()
    const [{ instanceArguments }, { forEachInstance }, { stopInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/every.js'),
      import('../../operations/instance/stop.js'),
    ])
    const instances = await instanceArguments(host, argv as string[], flags.all, { anyhow: true })
    await forEachInstance(host, instances, 'stop', (instance) =>
      stopInstance(host, instance, { dryRun: flags['dry-run'] }),
    )
  }
}
