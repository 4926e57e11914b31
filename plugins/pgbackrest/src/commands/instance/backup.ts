import { Args, ComponentCommand, dryRun, Flags, INSTANCE_ARGUMENT, operations, usage } from '@pglift/sdk'
import { BACKUP_TYPES, type BackupType } from '../../argv/backup.js'

function positive(param: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,2}$/.test(text)) throw usage('PGLIFT_USAGE_VALUE', 'expecting a number', { param })
  return Number(text)
}

export default class InstanceBackup extends ComponentCommand {
  static override summary = 'Back up PostgreSQL INSTANCE.'
  static override description =
    `The first backup of an instance is a full one, whatever is asked for.\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = {
    type: Flags.string({
      options: [...BACKUP_TYPES],
      default: 'incr',
      summary: 'Backup type.',
      helpValue: `[${BACKUP_TYPES.join('|')}]`,
    }),
    'full-after': Flags.string({
      summary: 'Make a full backup, whatever the type, when the last full one is that many days old.',
      helpValue: 'DAYS',
    }),
    'unless-standby': Flags.boolean({
      summary: 'Do nothing when the instance is a standby: its primary is backed up. So do schedules.',
    }),
    repo: Flags.string({
      summary: 'Repository, by its number; the first one by default.',
      helpValue: 'NUMBER',
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceBackup)
    const repository = positive('--repo', flags.repo)
    const fullAfter = positive('--full-after', flags['full-after'])
    const host = await this.openHost()
    const [{ instanceArgument }, { backUp }] = await Promise.all([
      operations(),
      import('../../operations/backup.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    await this.withProgress(`backing up ${instance.id}`, (update) =>
      backUp(host, instance, {
        type: flags.type as BackupType,
        ...(repository === undefined ? {} : { repository }),
        ...(fullAfter === undefined ? {} : { fullAfter }),
        unlessStandby: flags['unless-standby'],
        dryRun: flags['dry-run'],
        onProgress: (percent) => update(`${Math.floor(percent)} %`),
      }),
    )
  }
}
