import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'
import type { DatabaseListItem } from '../../models/results.js'

/** The row of the table: two headings are short ones, for the table is wide. */
function tableRow({ encoding, collation, name, owner, ...rest }: DatabaseListItem): object {
  return { name, owner, 'encod.': encoding, 'col.': collation, ...rest }
}

export default class DatabaseList extends PgliftCommand {
  static override summary = 'List databases (all or specified ones)'
  static override description = 'Only the databases given are listed, when there are any.'
  static override strict = false
  static override args = { dbname: Args.string({ name: 'DBNAME', multiple: true }) }
  static override flags = {
    'exclude-database': Flags.string({
      char: 'x',
      multiple: true,
      helpValue: 'DATABASE',
      summary: 'Database to leave out.',
    }),
    ...outputFormat,
    ...instanceOption,
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(DatabaseList)
    const host = await this.openHost()
    const [{ instanceOption: find }, { listDatabases }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/list.js'),
    ])
    const instance = await find(host, flags.instance)
    const selection = { names: argv as string[], excluded: flags['exclude-database'] ?? [] }
    const rows = await listDatabases(host, instance, selection)
    this.printRows(this.json ? rows : rows.map(tableRow), { isSize: (field) => field === 'size' })
  }
}
