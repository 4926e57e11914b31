import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

/** Columns of the table; `-o json` has more. */
const COLUMNS = [
  'name',
  'has_password',
  'inherit',
  'login',
  'superuser',
  'createdb',
  'createrole',
  'replication',
]

export default class RoleList extends PgliftCommand {
  static override summary = 'List roles in instance'
  static override flags = { ...outputFormat, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(RoleList)
    const host = await this.openHost()
    const [{ instanceOption: find }, { listRoles }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/list.js'),
    ])
    this.printRows(await listRoles(host, await find(host, flags.instance)), { columns: COLUMNS })
  }
}
