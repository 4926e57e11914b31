import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'

export default class InstancePromote extends PgliftCommand {
  static override summary = 'Promote standby PostgreSQL INSTANCE'
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstancePromote)
    const host = await this.openHost()
    const [{ instanceArgument }, { promoteInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/promote.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    await this.withProgress(`promoting instance ${instance.id}`, () =>
      promoteInstance(host, instance, { dryRun: flags['dry-run'] }),
    )
  }
}
