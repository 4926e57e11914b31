import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { RewindSourceModel } from '../../models/rewind.js'

const line = { specs: flagSpecs(RewindSourceModel, 'create') }

export default class InstanceDemote extends PgliftCommand {
  static override summary = 'Demote PostgreSQL INSTANCE as a standby of another server, by pg_rewind'
  static override description =
    'What follows `--` goes to pg_rewind; INSTANCE is mandatory then. The instance must be stopped.'
  static override strict = false
  static override args = {
    instance: Args.string({ name: 'INSTANCE' }),
  }
  static override flags = {
    ...createFlags(RewindSourceModel),
    start: Flags.boolean({
      summary: 'Start the instance at the end (true by default).',
      allowNo: true,
      default: true,
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags, argv } = await this.parse(InstanceDemote)
    const host = await this.openHost()
    const [{ instanceArgument }, { demoteInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/demote.js'),
    ])
    const context = { operation: 'create' } as const
    const source = await modelFromFlags(RewindSourceModel, line, { flags, base: {}, context })
    const instance = await instanceArgument(host, args.instance)
    const options = {
      rewindOptions: (argv as string[]).slice(1),
      start: flags.start as boolean,
      dryRun: flags['dry-run'] as boolean,
    }
    await this.withProgress(`rewinding instance ${instance.id}`, () =>
      demoteInstance(host, instance, source, options),
    )
  }
}
