import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'
import { defaultPrivileges, roleFilter } from '../../cli/flags/privilege-flags.js'

export default class DatabasePrivileges extends PgliftCommand {
  static override summary = 'List privileges on a database'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = {
    ...roleFilter,
    ...defaultPrivileges,
    ...outputFormat,
    ...instanceOption,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DatabasePrivileges)
    const host = await this.openHost()
    const [{ instanceOption: find }, { databasePrivileges }, { privilegesTitle }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/privileges.js'),
      import('../../operations/privileges/list.js'),
    ])
    const instance = await find(host, flags.instance)
    const request = { roles: flags.role ?? [], defaults: flags.default }
    const rows = await databasePrivileges(host, instance, args.name, request)
    this.printRows(rows, { title: privilegesTitle(instance, flags.default) })
  }
}
