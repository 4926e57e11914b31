import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { reportConfChanges } from '../../cli/output/conf-changes.js'
import { usage } from '../../errors/kinds.js'

const ASSIGNMENT = '<PARAMETER>=<VALUE>'

export default class PgconfSet extends PgliftCommand {
  static override summary = 'Set configuration items.'
  static override description = 'A running instance is reloaded, or restarted if that is agreed to.'
  static override strict = false
  static override args = { [ASSIGNMENT]: Args.string({ name: ASSIGNMENT, multiple: true, required: true }) }
  static override flags = { ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PgconfSet)
    const { parseAssignment, setParameters } = await import('../../operations/pgconf/set.js')
    const values = (argv as string[]).map((text) => {
      const assignment = parseAssignment(text)
      if (assignment === undefined) throw usage('PGLIFT_USAGE_VALUE', text, { param: `${ASSIGNMENT}...` })
      return assignment
    })
    const host = await this.openHost()
    const { instanceOption: find } = await import('../../operations/instance/find.js')
    const instance = await find(host, flags.instance)
    const options = { dryRun: flags['dry-run'] }
    reportConfChanges(await setParameters(host, instance, Object.fromEntries(values), options))
  }
}
