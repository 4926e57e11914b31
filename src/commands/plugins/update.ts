import { Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changePlugins } from '../../cli/components/change.js'
import { oclifCommand } from '../../cli/components/plugin-spec.js'
import { checkInRegistry } from '../../cli/components/registry.js'

export default class PluginsUpdate extends PgliftCommand {
  static override summary = 'Update the installed components and plugins.'
  static override description =
    'Each stays on the version range or tag with which it was installed. When it fails, what was installed stays as it was.'
  static override flags = { verbose: Flags.boolean({ char: 'v', summary: 'Say all that npm says.' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginsUpdate)
    const update = await oclifCommand(this.config, 'plugins:update')
    await changePlugins(this.config, this.logger, 'plugins update', async ({ processes }) => {
      for (const { name, type, tag } of this.config.getPluginsList())
        if (type === 'user' && tag !== undefined)
          await checkInRegistry(this.config, processes, `${name}@${tag}`)
      await update.run(flags.verbose ? ['--verbose'] : [], this.config)
    })
  }
}
