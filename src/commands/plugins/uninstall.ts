import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changePlugins } from '../../cli/components/change.js'
import { hasComponents } from '../../cli/components/installed.js'
import { installedName, oclifCommand } from '../../cli/components/plugin-spec.js'

export default class PluginsUninstall extends PgliftCommand {
  static override summary = 'Remove components or plugins.'
  static override description =
    'PLUGIN is the name of a package, of a component, or the folder of a linked one. Refused for a component that the settings of the site enable, or that instances use, unless forced.'
  static override aliases = ['plugins:unlink', 'plugins:remove']
  static override strict = false
  static override args = { plugin: Args.string({ name: 'PLUGIN', required: true }) }
  static override audited = false
  static override needsSite = false
  static override flags = {
    force: Flags.boolean({ summary: 'Remove it although it is used.' }),
    verbose: Flags.boolean({ char: 'v', summary: 'Say all that npm says.' }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsUninstall)
    const names = (argv as string[]).map((word) => installedName(this.config, word))
    if (!flags.force && hasComponents(this.config)) {
      const { requireUnused } = await import('../../cli/components/use.js')
      await requireUnused(this.config, names, () => this.openHost())
    }
    const uninstall = await oclifCommand(this.config, 'plugins:uninstall')
    const options = flags.verbose ? ['--verbose'] : []
    await changePlugins(this.config, this.logger, 'plugins uninstall', () =>
      uninstall.run([...names, ...options], this.config),
    )
  }
}
