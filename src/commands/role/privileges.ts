import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'
import { databaseFilter, defaultPrivileges } from '../../cli/flags/privilege-flags.js'

export default class RolePrivileges extends PgliftCommand {
  static override summary = 'List privileges of a role'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = {
    ...databaseFilter,
    ...defaultPrivileges,
    ...outputFormat,
    ...instanceOption,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RolePrivileges)
    const host = await this.openHost()
    const [{ instanceOption: find }, { rolePrivileges }, { privilegesTitle }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/privileges.js'),
      import('../../operations/privileges/list.js'),
    ])
    const instance = await find(host, flags.instance)
    const request = { databases: flags.database ?? [], defaults: flags.default }
    const rows = await rolePrivileges(host, instance, args.name, request)
    this.printRows(rows, { title: privilegesTitle(instance, flags.default) })
  }
}
