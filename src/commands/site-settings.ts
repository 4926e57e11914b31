import { Flags } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { hasComponents } from '../cli/components/installed.js'
import { outputFormat } from '../cli/flags/flags.js'
import { readSite } from '../cli/settings-source.js'
import type { LoadedSettings } from '../settings/request.js'

/** Shows the settings of the site, wherever they come from. Hidden; works on a site that is not installed. */
export default class SiteSettings extends PgliftCommand {
  static override summary = 'Show site settings.'
  static override description =
    'Without any option, the settings are those of the settings file and of the environment over the defaults.'
  static override hidden = true

  static override flags = {
    ...outputFormat,
    defaults: Flags.boolean({
      allowNo: true,
      summary: 'Show only the defaults, or only what differs from them.',
    }),
    schema: Flags.boolean({
      summary: 'Print the JSON Schema of the settings.',
      exclusive: ['defaults', 'show-origin'],
    }),
    'show-origin': Flags.boolean({ summary: 'Show which file or variable gives each value.' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(SiteSettings)
    if (flags.schema) return this.#printSchema()
    const loaded = await this.#load(flags.defaults === true)
    const { explicitSettings, originLines, originRows } = await import('../settings/present.js')
    if (flags['show-origin']) {
      const shown = { ...loaded, explicit: flags.defaults === false }
      if (this.json) return this.printJson(originRows(shown))
      for (const line of originLines(shown)) this.print(line)
      return
    }
    await this.#printSettings(flags.defaults === false ? explicitSettings(loaded) : loaded.settings)
  }

  async #load(defaultsOnly: boolean): Promise<LoadedSettings> {
    return readSite(this.config, { defaultsOnly })
  }

  async #printSettings(values: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.json) return this.printJson(values)
    const { settingsYaml } = await import('../settings/yaml.js')
    process.stdout.write(settingsYaml(values))
  }

  async #printSchema(): Promise<void> {
    const { siteSchema } = await import('../settings/schema/site.js')
    const { components } = hasComponents(this.config) ? await this.site() : { components: [] }
    this.printJson(
      siteSchema(
        components.map(({ found, definition }) => ({
          key: found.section,
          schema: definition.section.schema,
        })),
      ),
    )
  }
}
