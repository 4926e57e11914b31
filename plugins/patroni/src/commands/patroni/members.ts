import { ComponentCommand, instanceOption, operations, outputFormat } from '@pglift/sdk'

export default class PatroniMembers extends ComponentCommand {
  static override summary = 'List the members of the cluster.'
  static override flags = { ...instanceOption, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(PatroniMembers)
    const host = await this.openHost()
    const [{ instanceOption: find }, { clusterMembers }] = await Promise.all([
      operations(),
      import('../../operations/members.js'),
    ])
    const { scope, members, paused } = await clusterMembers(host, await find(host, flags.instance))
    if (this.json) return this.printJson(members)
    this.printRows(members, {
      title: `Members of cluster ${scope}${paused ? ' (paused)' : ''}`,
      columns: ['name', 'host', 'port', 'role', 'state', 'timeline', 'lag', 'pending_restart'],
    })
  }
}
