import { Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { outputFormat } from '../../cli/flags.js'
import { type PostgresVersion, SUPPORTED_VERSIONS } from '../../postgresql/versions.js'

export default class InstanceList extends PgliftCommand {
  static override summary = 'List the available instances'
  static override flags = {
    version: Flags.option({
      options: [...SUPPORTED_VERSIONS].reverse() as PostgresVersion[],
      helpValue: `[${[...SUPPORTED_VERSIONS].reverse().join('|')}]`,
      summary: 'Only list instances of specified version.',
    })(),
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(InstanceList)
    const host = await this.openHost()
    const { listInstances } = await import('../../operations/instance/list.js')
    this.printRows(await listInstances(host, flags.version), { topRule: 'plain' })
  }
}
