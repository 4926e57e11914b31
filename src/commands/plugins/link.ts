import { resolve } from 'node:path'
import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { changePlugins } from '../../cli/components/change.js'
import { loadedPlugin } from '../../cli/components/command-manifest.js'
import { oclifCommand, requirePackage } from '../../cli/components/plugin-spec.js'

export default class PluginsLink extends PgliftCommand {
  static override summary = 'Use a plugin from the folder in which it is written.'
  static override description =
    "PATH, the current folder by default, holds the package.json of the plugin, built: what changes there counts at once, nothing is copied. Dependencies are its author's to install. 'pglift plugins unlink' takes it back."
  static override args = { path: Args.string({ name: 'PATH', default: '.' }) }

  async run(): Promise<void> {
    const { args } = await this.parse(PluginsLink)
    const root = resolve(args.path)
    const link = await oclifCommand(this.config, 'plugins:link')
    await changePlugins(this.config, this.logger, 'plugins link', async ({ files }) => {
      const name = await requirePackage(root, files)
      await loadedPlugin(name, root)
      await link.run([root, '--no-install'], this.config)
    })
  }
}
