import { PgliftCommand } from '../../cli/command.js'
import { diffOptions, dryRun, instanceOption } from '../../cli/flags.js'

export default class PghbaEdit extends PgliftCommand {
  static override summary = 'Edit the HBA configuration of an instance'
  static override description =
    'Opens a copy in $EDITOR. What PostgreSQL would refuse is not kept; a running server takes the change over at once.'
  static override flags = { ...diffOptions, ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(PghbaEdit)
    const host = await this.openHost()
    const [{ instanceOption: find }, { editHbaFile }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/hba/edit.js'),
    ])
    const editor = process.env.VISUAL || process.env.EDITOR || 'vi'
    const options = { dryRun: flags['dry-run'], diff: flags.diff || flags['ansible-diff'] }
    const { diffs } = await editHbaFile(host, await find(host, flags.instance), editor, options)
    await this.printApplied({}, diffs)
  }
}
