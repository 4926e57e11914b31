import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { outputFormat } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'
import { shownFields } from '../../cli/output/shown-fields.js'

/** In JSON only: too long for a table, or said elsewhere. */
const HIDDEN: ReadonlySet<string> = new Set(['settings', 'state', 'data_directory', 'wal_directory'])

export default class InstanceGet extends PgliftCommand {
  static override summary = 'Get the description of PostgreSQL INSTANCE.'
  static override description =
    `Unless --output-format is specified, 'settings' and 'state' fields are not shown as well as 'standby' information if INSTANCE is not a standby.\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { args } = await this.parse(InstanceGet)
    const host = await this.openHost()
    const [{ instanceArgument }, { getInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/get.js'),
    ])
    const view = await getInstance(host, await instanceArgument(host, args.instance))
    if (this.json) return this.printJson(view)
    const shown = shownFields(view, host.instanceModel.schema)
    const isShown = (field: string) => !HIDDEN.has(field) && (field !== 'standby' || view.standby !== null)
    this.printObject(shown, { columns: Object.keys(shown).filter(isShown) })
  }
}
