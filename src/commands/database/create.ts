import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { DatabaseModel } from '../../models/database.js'
import { flagSpecs } from '../../models/flag-spec.js'

const line = { specs: flagSpecs(DatabaseModel, 'create'), args: { name: 'NAME' } }

export default class DatabaseCreate extends PgliftCommand {
  static override summary = 'Create a database in a PostgreSQL instance'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...createFlags(DatabaseModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseCreate)
    const host = await this.openHost()
    const [{ instanceOption: find }, { createDatabase }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/create.js'),
    ])
    const instance = await find(host, flags.instance)
    const request = { flags, base: { name: args.name }, context: { operation: 'create' } as const }
    const database = await modelFromFlags(DatabaseModel, line, request)
    await this.withProgress(`creating database ${args.name}`, () =>
      createDatabase(host, instance, database, { dryRun: flags['dry-run'] }),
    )
  }
}
