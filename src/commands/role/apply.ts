import { PgliftCommand } from '../../cli/command.js'
import { diffOptions, dryRun, instanceOption, manifestFile, outputFormat } from '../../cli/flags.js'
import { readManifest } from '../../cli/read-manifest.js'
import { RoleModel } from '../../models/role.js'

export default class RoleApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a role'
  static override hidden = true
  static override flags = {
    ...manifestFile,
    ...diffOptions,
    ...dryRun,
    ...instanceOption,
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(RoleApply)
    const host = await this.openHost()
    const [{ instanceOption: find }, { applyRole }, { validationContext }, { validate }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/apply.js'),
      import('../../operations/instance/validation.js'),
      import('../../models/validate.js'),
    ])
    const instance = await find(host, flags.instance)
    const manifest = await readManifest(host.effects, flags.file)
    const role = await validate(RoleModel, manifest, validationContext(host, 'update'))
    const options = { dryRun: flags['dry-run'], diff: flags.diff || flags['ansible-diff'] }
    const { result, diffs } = await applyRole(host, instance, role, options)
    await this.printApplied(result, diffs)
  }
}
