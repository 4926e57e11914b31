import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'
import { streamOut } from '../../cli/output/stream-out.js'

export default class InstanceLogs extends PgliftCommand {
  static override summary = 'Output PostgreSQL logs of INSTANCE.'
  static override description =
    `This assumes that the PostgreSQL instance is configured to use file-based logging (i.e. log_destination amongst stderr, csvlog or jsonlog).\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = {
    follow: Flags.boolean({ char: 'f', allowNo: true, summary: 'Follow log output.' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(InstanceLogs)
    const host = await this.openHost()
    const [{ instanceArgument }, { readLogs }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/logs.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    await streamOut(readLogs(host, instance, { follow: flags.follow }))
  }
}
