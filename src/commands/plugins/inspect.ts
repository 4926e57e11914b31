import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { installedName } from '../../cli/components/plugin-spec.js'
import { outputFormat } from '../../cli/flags/flags.js'

export default class PluginsInspect extends PgliftCommand {
  static override summary = 'Show what an installed plugin is, and what it brings.'
  static override description = 'PLUGIN is the name of a package or component, or the folder of a linked one.'
  static override strict = false
  static override args = { plugin: Args.string({ name: 'PLUGIN', required: true }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { argv } = await this.parse(PluginsInspect)
    const names = (argv as string[]).map((word) => installedName(this.config, word))
    const { inspectPlugin, inspectionText } = await import('../../cli/components/inspection.js')
    const found = await Promise.all(names.map((name) => inspectPlugin(this.config, name)))
    if (this.json) this.printJson(found)
    else for (const each of found) this.print(inspectionText(each))
  }
}
