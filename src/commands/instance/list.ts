import { PgliftCommand } from '../../cli/command.js'
import { outputFormat, versionOption } from '../../cli/flags/flags.js'

export default class InstanceList extends PgliftCommand {
  static override summary = 'List the available instances'
  static override flags = {
    ...versionOption('Only list instances of specified version.'),
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(InstanceList)
    const host = await this.openHost()
    const { listInstances } = await import('../../operations/instance/list.js')
    this.printRows(await listInstances(host, flags.version), { topRule: 'plain' })
  }
}
