import { Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { keepingPlugins, oclifCommand } from '../../cli/components/plugin-folder.js'

export default class PluginsUpdate extends PgliftCommand {
  static override summary = 'Update the installed components and plugins.'
  static override description =
    'Each stays on the version range or tag with which it was installed. When it fails, what was installed stays as it was.'
  static override flags = { verbose: Flags.boolean({ char: 'v', summary: 'Say all that npm says.' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginsUpdate)
    const { realEffects } = await import('../../cli/effects.js')
    const update = await oclifCommand(this.config, 'plugins:update')
    await keepingPlugins(this.config.dataDir, realEffects(), () =>
      update.run(flags.verbose ? ['--verbose'] : [], this.config),
    )
  }
}
