import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

const databases = (char: 'd' | 'x', summary: string) =>
  Flags.string({ char, multiple: true, helpValue: 'DATABASE', summary })

export default class DatabaseRun extends PgliftCommand {
  static override summary = 'Run given command on databases of a PostgreSQL instance'
  static override audited = true
  static override args = { sql_command: Args.string({ name: 'SQL_COMMAND', required: true }) }
  static override flags = {
    database: databases('d', 'Database to run the command on; all of them by default.'),
    'exclude-database': databases('x', 'Database not to run the command on.'),
    ...outputFormat,
    ...instanceOption,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseRun)
    const host = await this.openHost()
    const [{ instanceOption: find }, { runSql }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/run.js'),
    ])
    const instance = await find(host, flags.instance)
    const selection = { names: flags.database ?? [], excluded: flags['exclude-database'] ?? [] }
    const results = await runSql(host, instance, args.sql_command, selection, (notice) =>
      process.stderr.write(`${notice}\n`),
    )
    if (this.json) return this.printJson(results)
    for (const [dbname, rows] of Object.entries(results))
      this.printRows(rows, { title: `Database ${dbname}` })
  }
}
