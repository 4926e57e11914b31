import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

export default class DatabaseDumps extends PgliftCommand {
  static override summary = 'List the database dumps'
  static override description = "Only dumps in the instance's dumps directory are listed."
  static override strict = false
  static override args = { dbname: Args.string({ name: 'DBNAME', multiple: true }) }
  static override flags = { ...outputFormat, ...instanceOption }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(DatabaseDumps)
    const host = await this.openHost()
    const [{ instanceOption: find }, { listDumps }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/dumps.js'),
    ])
    const dumps = await listDumps(host, await find(host, flags.instance), argv as string[])
    this.printRows(dumps.map(({ id, dbname, date }) => ({ id, dbname, date })))
  }
}
