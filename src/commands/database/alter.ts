import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { alterFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { DatabaseModel } from '../../models/database.js'
import { flagSpecs } from '../../models/flag-spec.js'

const line = { specs: flagSpecs(DatabaseModel, 'alter'), args: { name: 'DBNAME' } }

export default class DatabaseAlter extends PgliftCommand {
  static override summary = 'Alter a database in a PostgreSQL instance'
  static override args = { dbname: Args.string({ name: 'DBNAME', required: true }) }
  static override flags = { ...alterFlags(DatabaseModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseAlter)
    const host = await this.openHost()
    const [{ instanceOption: find }, { alterDatabase }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/alter.js'),
    ])
    const instance = await find(host, flags.instance)
    const request = { flags, base: { name: args.dbname }, context: { operation: 'update' } as const }
    const database = await modelFromFlags(DatabaseModel, line, request)
    await alterDatabase(host, instance, database, { dryRun: flags['dry-run'] })
  }
}
