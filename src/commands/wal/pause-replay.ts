import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'

export default class WalPauseReplay extends PgliftCommand {
  static override summary = 'Pause WAL replay on a standby instance.'
  static override flags = { ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(WalPauseReplay)
    const host = await this.openHost()
    const [{ instanceOption: find }, { changeWalReplay }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/wal/replay.js'),
    ])
    await changeWalReplay(host, await find(host, flags.instance), 'pause', {
      dryRun: flags['dry-run'],
    })
  }
}
