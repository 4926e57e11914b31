import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'

export default class DatabaseDump extends PgliftCommand {
  static override summary = 'Dump a database'
  static override args = { dbname: Args.string({ name: 'DBNAME', required: true }) }
  static override flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'DIRECTORY',
      summary: "Write the dump to this directory instead of the instance's dumps directory.",
    }),
    ...dryRun,
    ...instanceOption,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseDump)
    const host = await this.openHost()
    const [{ instanceOption: find }, { dumpDatabase }, { resolve }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/dump.js'),
      import('node:path'),
    ])
    const instance = await find(host, flags.instance)
    const output = flags.output === undefined ? {} : { output: resolve(flags.output) }
    await this.withProgress(`dumping database ${args.dbname}`, () =>
      dumpDatabase(host, instance, args.dbname, { ...output, dryRun: flags['dry-run'] }),
    )
  }
}
