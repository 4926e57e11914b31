import { ComponentCommand, Flags } from '@pglift/sdk'

const path = (summary: string) => Flags.string({ summary, helpValue: 'DIRECTORY', required: true })

export default class InstanceRestoreReplica extends ComponentCommand {
  static override summary = 'Fill the directories of a replica from a backup.'
  static override description =
    'For whoever makes replicas by a command of its own, Patroni for example. Of backups that lead to where the primary is the newest one is taken, whatever lies on timelines that were left.'
  static override hidden = true
  static override flags = {
    stanza: Flags.string({ summary: 'Stanza of the primary.', helpValue: 'TEXT', required: true }),
    datadir: path('Data directory of the replica.'),
    waldir: path('Directory of its WAL.'),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(InstanceRestoreReplica)
    const host = await this.openHost()
    const { restoreReplica } = await import('../../operations/restore-replica.js')
    await restoreReplica(host, flags)
  }
}
