import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { instanceOption } from '../../cli/flags/flags.js'

export default class PgconfShow extends PgliftCommand {
  static override summary = 'Show configuration (all parameters or specified ones).'
  static override description = 'Only uncommented parameters are shown when no PARAMETER is specified.'
  static override strict = false
  static override args = { parameter: Args.string({ name: 'PARAMETER', multiple: true }) }
  static override flags = { ...instanceOption }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PgconfShow)
    const host = await this.openHost()
    const [{ instanceOption: find }, { showParameters }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/pgconf/show.js'),
    ])
    const instance = await find(host, flags.instance)
    for (const line of await showParameters(host, instance, argv as string[])) this.print(line)
  }
}
