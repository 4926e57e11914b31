import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { outputFormat } from '../../cli/flags/flags.js'
import { INSTANCE_ARGUMENT } from '../../cli/flags/instance-argument.js'

export default class InstanceEnv extends PgliftCommand {
  static override summary = 'Output environment variables suitable to handle to PostgreSQL INSTANCE.'
  static override description =
    `This can be injected in shell using:\n\nexport $(pglift instance env myinstance)\n\n${INSTANCE_ARGUMENT}`
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { args } = await this.parse(InstanceEnv)
    const host = await this.openHost()
    const [{ instanceArgument }, { instanceEnvironment }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/env.js'),
    ])
    const variables = await instanceEnvironment(host, await instanceArgument(host, args.instance))
    if (this.json) return this.printJson(variables)
    for (const [name, value] of Object.entries(variables)) this.print(`${name}=${value}`)
  }
}
