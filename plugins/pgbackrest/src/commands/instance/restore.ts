import { Args, ComponentCommand, dryRun, Flags, INSTANCE_ARGUMENT, usage } from '@pglift/sdk'
import { parseMoment } from '../../restore-target.js'

export default class InstanceRestore extends ComponentCommand {
  static override summary = 'Restore PostgreSQL INSTANCE.'
  static override description =
    `Without option its latest state is restored, as far as WAL was archived. The instance must be stopped; its data directory may be lost.\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = {
    label: Flags.string({
      summary: 'Label of the backup to restore, without the WAL after it.',
      helpValue: 'TEXT',
    }),
    date: Flags.string({
      summary:
        'Date to which the instance is restored, in the time zone of this host unless it has an offset.',
      helpValue: '[%Y-%m-%d|%Y-%m-%dT%H:%M:%S|%Y-%m-%d %H:%M:%S]',
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceRestore)
    const { label } = flags
    if (label !== undefined && flags.date !== undefined)
      throw usage('PGLIFT_USAGE_EXCLUSIVE', '--label and --date arguments are mutually exclusive')
    const date = flags.date === undefined ? undefined : parseMoment(flags.date)
    if (flags.date !== undefined && date === undefined)
      throw usage(
        'PGLIFT_USAGE_VALUE',
        `'${flags.date}' does not match the formats '%Y-%m-%d', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S'.`,
        { param: '--date' },
      )
    const host = await this.openHost()
    const [{ restorableArgument }, { restoreInstance }] = await Promise.all([
      import('../../operations/find-lost.js'),
      import('../../operations/restore.js'),
    ])
    const instance = await restorableArgument(host, args.instance)
    await this.withProgress(`restoring ${instance.id}`, () =>
      restoreInstance(host, instance, { label, date, dryRun: flags['dry-run'] }),
    )
  }
}
