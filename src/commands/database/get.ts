import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

export default class DatabaseGet extends PgliftCommand {
  static override summary = 'Get the description of a database'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...outputFormat, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabaseGet)
    const host = await this.openHost()
    const [{ instanceOption: find }, { getDatabase }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/get.js'),
    ])
    this.printObject(await getDatabase(host, await find(host, flags.instance), args.name))
  }
}
