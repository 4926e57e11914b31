import { Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changePlugins } from '../../cli/components/change.js'
import { hasComponents } from '../../cli/components/installed.js'
import { oclifCommand } from '../../cli/components/plugin-spec.js'

export default class PluginsReset extends PgliftCommand {
  static override summary = 'Remove all components and plugins.'
  static override description =
    'Refused when the settings of the site enable one of them, or instances use it, unless forced.'
  static override audited = false
  static override needsSite = false
  static override flags = { force: Flags.boolean({ summary: 'Remove them although they are used.' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginsReset)
    const names = this.config.getPluginsList().flatMap(({ name, type }) => (type === 'core' ? [] : [name]))
    if (!flags.force && hasComponents(this.config)) {
      const { requireUnused } = await import('../../cli/components/use.js')
      await requireUnused(this.config, names, () => this.openHost())
    }
    if (names.length === 0) return
    const uninstall = await oclifCommand(this.config, 'plugins:uninstall')
    await changePlugins(this.config, this.logger, 'plugins reset', () => uninstall.run(names, this.config))
  }
}
