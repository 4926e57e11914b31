import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'

/** As of systemctl(1): a service is not running. */
const NOT_RUNNING = 3

export default class InstanceStatus extends PgliftCommand {
  static override summary = 'Check the status of instance and all satellite components.'
  static override description =
    `Output status string value corresponding to running/not running. Exits with 3 if a service is not running.\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }

  async run(): Promise<void> {
    const { args } = await this.parse(InstanceStatus)
    const host = await this.openHost()
    const [{ instanceArgument }, { instanceStatus }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/status.js'),
    ])
    const instance = await instanceArgument(host, args.instance, { anyhow: true })
    const lines = await instanceStatus(host, instance)
    for (const { service, running } of lines) this.print(`${service}: ${running ? 'running' : 'not running'}`)
    if (lines.some(({ running }) => !running)) process.exitCode = NOT_RUNNING
  }
}
