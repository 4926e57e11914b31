import { PgliftCommand } from '../../cli/command.js'
import { applyFlags, changeOptions, outputFormat } from '../../cli/flags/flags.js'
import { readManifest } from '../../cli/flags/read-manifest.js'

export default class InstanceApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a PostgreSQL instance'
  static override hidden = true
  static override flags = { ...applyFlags, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(InstanceApply)
    const host = await this.openHost()
    const { applyInstance, checkManifest } = await import('../../operations/instance/apply.js')
    const desired = await checkManifest(host, await readManifest(host.effects, flags.file))
    const { result, diffs } = await applyInstance(host, desired, changeOptions(flags))
    const untold = flags['dry-run'] && !flags['ansible-check']
    await this.printApplied(untold ? { ...result, change_state: null } : result, diffs)
  }
}
