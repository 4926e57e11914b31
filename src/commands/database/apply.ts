import { PgliftCommand } from '../../cli/command.js'
import { diffOptions, dryRun, instanceOption, manifestFile, outputFormat } from '../../cli/flags.js'
import { readManifest } from '../../cli/read-manifest.js'
import { DatabaseModel } from '../../models/database.js'

export default class DatabaseApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a database'
  static override hidden = true
  static override flags = {
    ...manifestFile,
    ...diffOptions,
    ...dryRun,
    ...instanceOption,
    ...outputFormat,
  }

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
    const options = { dryRun: flags['dry-run'], diff: flags.diff || flags['ansible-diff'] }
    const { result, diffs } = await applyDatabase(host, instance, database, options)
    await this.printApplied(result, diffs)
  }
}
