import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'

export default class DatabaseRestore extends PgliftCommand {
  static override summary = 'Restore a database dump'
  static override description =
    'DUMP_ID is one of those that `database dumps` lists. With TARGETDBNAME the dump is restored into that database, which must exist; without, the dump creates its own database, which must not exist.'
  static override args = {
    dump_id: Args.string({ name: 'DUMP_ID', required: true }),
    targetdbname: Args.string({ name: 'TARGETDBNAME' }),
  }
  static override flags = { ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseRestore)
    const host = await this.openHost()
    const [{ instanceOption: find }, { restoreDump }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/restore.js'),
    ])
    const instance = await find(host, flags.instance)
    const target = args.targetdbname === undefined ? {} : { target: args.targetdbname }
    await this.withProgress(`restoring dump ${args.dump_id}`, () =>
      restoreDump(host, instance, args.dump_id, { ...target, dryRun: flags['dry-run'] }),
    )
  }
}
