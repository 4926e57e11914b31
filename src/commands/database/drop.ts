import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { dropFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { DatabaseModel } from '../../models/database.js'
import { flagSpecs } from '../../models/flag-spec.js'

const line = { specs: flagSpecs(DatabaseModel, 'drop'), args: { name: 'NAME' } }

export default class DatabaseDrop extends PgliftCommand {
  static override summary = 'Drop a database'
  static override description = 'With --force the connections to the database are ended first.'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...dropFlags(DatabaseModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseDrop)
    const host = await this.openHost()
    const [{ instanceOption: find }, { dropDatabase }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/drop.js'),
    ])
    const instance = await find(host, flags.instance)
    const base = { name: args.name, state: 'absent' }
    const request = { flags, base, context: { operation: 'drop' } as const }
    const database = await modelFromFlags(DatabaseModel, line, request)
    await dropDatabase(host, instance, database, { dryRun: flags['dry-run'] })
  }
}
