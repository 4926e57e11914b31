import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'

export default class InstanceExec extends PgliftCommand {
  static override summary = 'Execute command in the libpq environment for PostgreSQL INSTANCE.'
  static override description =
    'COMMAND parts may need to be prefixed with -- to separate them from options to pglift when confusion arises.'
  static override strict = false
  static override optionsEndAfter = 1
  static override args = {
    instance: Args.string({ name: 'INSTANCE', required: true }),
    command: Args.string({ name: 'COMMAND', required: true, multiple: true }),
  }

  async run(): Promise<void> {
    const { args, argv } = await this.parse(InstanceExec)
    const host = await this.openHost()
    const [{ findInstance }, { execInInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/exec.js'),
    ])
    const instance = await findInstance(host, args.instance, 'INSTANCE')
    this.leaveSignals()
    await execInInstance(host, instance, (argv as string[]).slice(1))
  }
}
