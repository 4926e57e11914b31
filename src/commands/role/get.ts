import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

export default class RoleGet extends PgliftCommand {
  static override summary = 'Get the description of a role'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...outputFormat, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RoleGet)
    const host = await this.openHost()
    const [{ instanceOption: find }, { getRole }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/get.js'),
    ])
    const role = await getRole(host, await find(host, flags.instance), args.name)
    const { validity: _, ...shown } = role
    this.printObject(this.json ? role : shown)
  }
}
