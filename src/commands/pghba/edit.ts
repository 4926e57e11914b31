import { PgliftCommand } from '../../cli/command.js'
import { usersEditor } from '../../cli/editor.js'
import { changeOptions, diffOptions, dryRun, instanceOption } from '../../cli/flags/flags.js'

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
    const options = changeOptions(flags)
    const { diffs } = await editHbaFile(host, await find(host, flags.instance), usersEditor(), options)
    await this.printApplied({}, diffs)
  }
}
