import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENTS } from '../../cli/flags/instance-argument.js'
import { usage } from '../../errors/kinds.js'

export default class InstanceStart extends PgliftCommand {
  static override summary = 'Start PostgreSQL INSTANCE'
  static override description = INSTANCE_ARGUMENTS
  static override strict = false
  static override args = { instance: Args.string({ name: 'INSTANCE', multiple: true }) }
  static override flags = {
    all: Flags.boolean({ summary: 'Start all instances.' }),
    foreground: Flags.boolean({
      summary: 'Start the program in foreground, replacing the current process.',
      exclusive: ['dry-run'],
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(InstanceStart)
    const host = await this.openHost()
    const { instanceArguments } = await import('../../operations/instance/find.js')
    const instances = await instanceArguments(host, argv as string[], flags.all)
    if (flags.foreground) {
      const [instance, ...others] = instances
      if (instance === undefined || others.length > 0)
        throw usage('PGLIFT_USAGE_FOREGROUND', 'only one INSTANCE argument may be given with --foreground')
      const { startInForeground } = await import('../../operations/instance/foreground.js')
      this.leaveSignals()
      return startInForeground(host, instance)
    }
    const [{ forEachInstance }, { startInstance }] = await Promise.all([
      import('../../operations/instance/every.js'),
      import('../../operations/instance/start.js'),
    ])
    await forEachInstance(host, instances, 'start', (instance) =>
      startInstance(host, instance, { dryRun: flags['dry-run'] }),
    )
  }
}
