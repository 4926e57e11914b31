import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { reportConfChanges } from '../../cli/output/conf-changes.js'

export default class PgconfRemove extends PgliftCommand {
  static override summary = 'Remove configuration items.'
  static override description = "A parameter that the site's template gives returns to the value there."
  static override strict = false
  static override args = { parameter: Args.string({ name: 'PARAMETER', multiple: true, required: true }) }
  static override flags = { ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PgconfRemove)
    const host = await this.openHost()
    const [{ instanceOption: find }, { removeParameters }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/pgconf/remove.js'),
    ])
    const instance = await find(host, flags.instance)
    reportConfChanges(await removeParameters(host, instance, argv as string[], { dryRun: flags['dry-run'] }))
  }
}
