import { PgliftCommand } from '../../cli/command.js'
import { instanceOption, outputFormat } from '../../cli/flags/flags.js'

export default class PghbaList extends PgliftCommand {
  static override summary = 'List the entries of the HBA configuration of an instance'
  static override flags = { ...outputFormat, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(PghbaList)
    const host = await this.openHost()
    const [{ instanceOption: find }, { listHbaRecords }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/hba/list.js'),
    ])
    this.printRows(await listHbaRecords(host, await find(host, flags.instance)))
  }
}
