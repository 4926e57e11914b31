import { changeOptions, diffOptions, manifestFile, outputFormat } from '../cli/flags/flags.js'
import { readDocuments } from '../cli/flags/read-manifest.js'
import { HostCommand } from '../cli/host-command.js'

export default class Diff extends HostCommand {
  static override summary = 'Compare this host with a manifest.'
  static override description =
    'Exit status: 0 when the host is as the manifest says, 2 when it differs, 1 on any error. What the manifest does not name is listed, and is no difference. Nothing is changed; a stopped instance is started for a moment to look into it.'
  static override flags = { ...manifestFile, ...diffOptions, ...outputFormat }

  protected override get detailed(): boolean {
    return true
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Diff)
    const host = await this.openHost()
    const [{ prepareHost }, { planHost }, { unmanaged }, { failureOfHost, hasChanges }] = await Promise.all([
      import('../operations/host/prepare.js'),
      import('../operations/host/plan.js'),
      import('../operations/host/unmanaged.js'),
      import('../operations/host/change.js'),
    ])
    const items = await prepareHost(host, await readDocuments(host.effects, flags.file))
    const { diff } = changeOptions(flags)
    const { instances, diffs } = await planHost(host, items, { diff, startStopped: true })
    const others = await unmanaged(host, items)
    const differs = hasChanges({ instances })
    await this.printApplied({ differs, instances, unmanaged: others }, diffs)
    if (!this.json && !flags['ansible-diff']) {
      this.report(instances, 'difference')
      for (const { type, name, instance } of others) {
        const where = instance === null ? '' : ` in ${instance}`
        this.print(`not in the manifest: ${type.replace('_', ' ')} ${name}${where}`)
      }
    }
    this.endWith(differs, failureOfHost({ instances }, 'compare'))
  }
}
