import { ComponentCommand, dryRun, instanceOption, operations, outputFormat } from '@pglift/sdk'

export default class PatroniPause extends ComponentCommand {
  static override summary = 'Stop Patroni from managing the cluster by itself.'
  static override flags = { ...instanceOption, ...dryRun, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(PatroniPause)
    const host = await this.openHost()
    const [{ instanceOption: find }, { setPause }] = await Promise.all([
      operations(),
      import('../../operations/pause.js'),
    ])
    const instance = await find(host, flags.instance)
    const set = await setPause(host, instance, { paused: true, dryRun: flags['dry-run'] })
    if (this.json) this.printJson(set)
  }
}
