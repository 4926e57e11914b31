import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { dropFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { RoleModel } from '../../models/role.js'

const line = { specs: flagSpecs(RoleModel, 'drop'), args: { name: 'NAME' } }

export default class RoleDrop extends PgliftCommand {
  static override summary = 'Drop a role'
  static override description =
    "With --drop-owned all that the role owns is dropped, its databases too: that is asked for first. With --reassign-owned it gets another owner, and the role's privileges are revoked."
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...dropFlags(RoleModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RoleDrop)
    const host = await this.openHost()
    const [{ instanceOption: find }, { dropRole }, { validationContext }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/drop.js'),
      import('../../operations/instance/validation.js'),
    ])
    const instance = await find(host, flags.instance)
    const base = { name: args.name, state: 'absent' }
    const context = validationContext(host, 'drop')
    const role = await modelFromFlags(RoleModel, line, { flags, base, context })
    await dropRole(host, instance, role, { dryRun: flags['dry-run'] })
  }
}
