import { PgliftCommand } from '../../cli/command.js'
import { applyFlags, changeOptions, instanceOption, outputFormat } from '../../cli/flags/flags.js'
import { readManifest } from '../../cli/flags/read-manifest.js'
import { RoleModel } from '../../models/role.js'

export default class RoleApply extends PgliftCommand {
  static override summary = 'Apply MANIFEST as a role'
  static override hidden = true
  static override flags = { ...applyFlags, ...instanceOption, ...outputFormat }

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
    const { result, diffs } = await applyRole(host, instance, role, changeOptions(flags))
    await this.printApplied(result, diffs)
  }
}
