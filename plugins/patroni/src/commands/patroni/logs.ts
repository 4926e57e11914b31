import { ComponentCommand, instanceOption, operations } from '@pglift/sdk'

export default class PatroniLogs extends ComponentCommand {
  static override summary = 'Output Patroni logs.'
  static override flags = { ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(PatroniLogs)
    const host = await this.openHost()
    const [{ instanceOption: find }, { patroniLogs }] = await Promise.all([
      operations(),
      import('../../operations/logs.js'),
    ])
    this.print((await patroniLogs(host, await find(host, flags.instance))).trimEnd())
  }
}
