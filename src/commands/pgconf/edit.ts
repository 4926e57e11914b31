import { PgliftCommand } from '../../cli/command.js'
import { usersEditor } from '../../cli/editor.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { reportConfChanges } from '../../cli/output/conf-changes.js'

export default class PgconfEdit extends PgliftCommand {
  static override summary = 'Edit managed configuration.'
  static override description =
    'Opens a copy of postgresql.conf in $EDITOR, then applies the parameters that differ.'
  static override flags = { ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(PgconfEdit)
    const host = await this.openHost()
    const [{ instanceOption: find }, { editConfiguration }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/pgconf/edit.js'),
    ])
    const instance = await find(host, flags.instance)
    const outcome = await editConfiguration(host, instance, usersEditor(), { dryRun: flags['dry-run'] })
    if (outcome === undefined) process.stderr.write('no change\n')
    else reportConfChanges(outcome)
  }
}
