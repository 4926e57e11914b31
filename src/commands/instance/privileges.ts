import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { outputFormat } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'
import { databaseFilter, defaultPrivileges, roleFilter } from '../../cli/flags/privilege-flags.js'

export default class InstancePrivileges extends PgliftCommand {
  static override summary = "List privileges on INSTANCE's databases."
  static override description = INSTANCE_ARGUMENT
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = {
    ...databaseFilter,
    ...roleFilter,
    ...defaultPrivileges,
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstancePrivileges)
    const host = await this.openHost()
    const [{ instanceArgument }, { listPrivileges, privilegesTitle }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/privileges/list.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    const request = {
      databases: flags.database ?? [],
      roles: flags.role ?? [],
      defaults: flags.default ?? false,
    }
    const rows = await listPrivileges(host, instance, request)
    this.printRows(rows, { title: privilegesTitle(instance, request.defaults) })
  }
}
