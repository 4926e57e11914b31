import { ComponentCommand, dryRun, Flags, instanceOption, operations, outputFormat } from '@pglift/sdk'
import type { LeaderChange } from './operations/change-leader.js'

/** The commands that give the leadership to another member. */
export abstract class LeaderCommand extends ComponentCommand {
  static override flags = {
    candidate: Flags.string({ helpValue: 'MEMBER', summary: 'Member that becomes the leader.' }),
    ...instanceOption,
    ...dryRun,
    ...outputFormat,
  }

  protected abstract readonly action: LeaderChange['action']

  async run(): Promise<void> {
    const { flags } = await this.parse(LeaderCommand)
    const host = await this.openHost()
    const [{ instanceOption: find }, { changeLeader }] = await Promise.all([
      operations(),
      import('./operations/change-leader.js'),
    ])
    const instance = await find(host, flags.instance)
    const { candidate, 'dry-run': dry } = flags
    const change = { action: this.action, candidate, dryRun: dry }
    const changed = await this.withProgress(this.action, () => changeLeader(host, instance, change))
    if (this.json) this.printJson(changed)
    else if (!dry) this.print(`${changed.leader ?? 'no member'} leads cluster ${changed.cluster}`)
  }
}
