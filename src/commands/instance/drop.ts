import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'

export default class InstanceDrop extends PgliftCommand {
  static override summary = 'Drop PostgreSQL INSTANCE'
  static override strict = false
  static override args = { instance: Args.string({ name: 'INSTANCE', multiple: true }) }
  static override flags = { ...dryRun }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InstanceDrop)
    const host = await this.openHost()
    const [{ instanceArguments }, { dropInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/drop.js'),
    ])
    for (const instance of await instanceArguments(host, argv as string[], false))
      await dropInstance(host, instance, { dryRun: flags['dry-run'] })
  }
}
