import { PgliftCommand } from '../../cli/command.js'
import { diffOptions, dryRun, manifestFile, outputFormat } from '../../cli/flags.js'
import { readManifest } from '../../cli/read-manifest.js'

export default class InstanceApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a PostgreSQL instance'
  static override hidden = true
  static override flags = { ...manifestFile, ...diffOptions, ...dryRun, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(InstanceApply)
    const host = await this.openHost()
    const { applyInstance, checkManifest } = await import('../../operations/instance/apply.js')
    const desired = await checkManifest(host, await readManifest(host.effects, flags.file))
    const options = { dryRun: flags['dry-run'], diff: flags.diff || flags['ansible-diff'] }
    const { result, diffs } = await applyInstance(host, desired, options)
    await this.printApplied(flags['dry-run'] ? { ...result, change_state: null } : result, diffs)
  }
}
