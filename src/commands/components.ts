import { Flags } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { outputFormat } from '../cli/flags/flags.js'

export default class Components extends PgliftCommand {
  static override summary = 'List the installed components.'
  static override description =
    "A component is installed by 'pglift plugins install' and enabled by its section in the site settings."
  static override needsSite = false
  static override flags = {
    hooks: Flags.boolean({ summary: 'List the lifecycle hooks that they tap, in the order of the taps.' }),
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Components)
    const { listComponents, listTaps } = await import('../cli/components/listing.js')
    const host = await this.openHost()
    if (flags.hooks) return this.printRows(listTaps(host))
    this.printRows(await listComponents(this.config, host))
  }
}
