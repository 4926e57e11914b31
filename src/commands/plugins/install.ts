import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changePlugins } from '../../cli/components/change.js'
import { oclifCommand, pluginSpec } from '../../cli/components/plugin-spec.js'

export default class PluginsInstall extends PgliftCommand {
  static override summary = 'Install a component, or any other plugin.'
  static override description =
    'PLUGIN is a name (pgbackrest, @pglift/pgbackrest), with a version or tag if need be (pgbackrest@1.2.0), or the path of a tarball. When it fails, what was installed stays as it was. PGLIFT_NPM_REGISTRY names another registry, PGLIFT_DATA_DIR another folder of plugins.'
  static override aliases = ['plugins:add']
  static override strict = false
  static override args = { plugin: Args.string({ name: 'PLUGIN', required: true }) }
  static override flags = {
    force: Flags.boolean({ char: 'f', summary: 'Fetch again what is there already.' }),
    silent: Flags.boolean({ char: 's', summary: 'Say nothing of what npm says.', exclusive: ['verbose'] }),
    verbose: Flags.boolean({ char: 'v', summary: 'Say all that npm says.', exclusive: ['silent'] }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsInstall)
    const options = (['force', 'silent', 'verbose'] as const).filter((name) => flags[name])
    const install = await oclifCommand(this.config, 'plugins:install')
    await changePlugins(this.config, this.logger, 'plugins install', async (io) => {
      const specs = await Promise.all((argv as string[]).map((word) => pluginSpec(word, io)))
      await install.run([...specs, ...options.map((name) => `--${name}`)], this.config)
    })
  }
}
