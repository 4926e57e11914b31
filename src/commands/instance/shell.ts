import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'
import { usage } from '../../errors/kinds.js'

export default class InstanceShell extends PgliftCommand {
  static override summary = 'Start a shell with instance environment.'
  static override description =
    `Unless --shell option is specified, the $SHELL environment variable is used to guess which shell executable to use.\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = {
    shell: Flags.string({ helpValue: 'FILE', summary: 'Path to shell executable.' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceShell)
    const shell = flags.shell ?? process.env.SHELL
    if (!shell)
      throw usage('PGLIFT_USAGE_SHELL', 'SHELL environment variable not found; try to use --shell option')
    const host = await this.openHost()
    const [{ instanceArgument }, { execInInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/exec.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    this.logger.info(`Starting '${shell}' with ${instance.id} environment`)
    this.leaveSignals()
    await execInInstance(host, instance, [shell])
  }
}
