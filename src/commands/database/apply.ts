import { PgliftCommand } from '../../cli/command.js'
import { applyFlags, changeOptions, instanceOption, outputFormat } from '../../cli/flags/flags.js'
import { readManifest } from '../../cli/flags/read-manifest.js'
import { DatabaseModel } from '../../models/database.js'

export default class DatabaseApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a database'
  static override hidden = true
  static override flags = { ...applyFlags, ...instanceOption, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(DatabaseApply)
    const host = await this.openHost()
    const [{ instanceOption: find }, { applyDatabase }, { validate }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/database/apply.js'),
      import('../../models/validate.js'),
    ])
    const instance = await find(host, flags.instance)
    const manifest = await readManifest(host.effects, flags.file)
    const database = await validate(DatabaseModel, manifest, { operation: 'update' })
    const { result, diffs } = await applyDatabase(host, instance, database, changeOptions(flags))
    await this.printApplied(result, diffs)
  }
}
