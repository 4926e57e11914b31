import { Args, ComponentCommand, dryRun, Flags, INSTANCE_ARGUMENT, operations, usage } from '@pglift/sdk'
import { BACKUP_TYPES, type BackupType } from '../../argv/backup.js'
import { Percent } from '../../percent.js'

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
    repo: Flags.string({
      summary: 'Repository, by its number; the first one by default.',
      helpValue: 'NUMBER',
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceBackup)
    const { repo } = flags
    if (repo !== undefined && !/^[1-9]\d{0,2}$/.test(repo))
      throw usage('PGLIFT_USAGE_VALUE', 'expecting a number', { param: '--repo' })
    const host = await this.openHost()
    const [{ instanceArgument }, { backUp }] = await Promise.all([
      operations(),
      import('../../operations/backup.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    const percent = new Percent(`backing up ${instance.id}`, process.stderr)
    try {
      await backUp(host, instance, {
        type: flags.type as BackupType,
        ...(repo === undefined ? {} : { repository: Number(repo) }),
        dryRun: flags['dry-run'],
        onProgress: percent.update,
      })
    } finally {
      percent.end()
    }
  }
}
