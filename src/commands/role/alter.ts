import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { alterFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { RoleModel } from '../../models/role.js'

const line = { specs: flagSpecs(RoleModel, 'alter'), args: { name: 'ROLNAME' } }

export default class RoleAlter extends PgliftCommand {
  static override summary = 'Alter a role in a PostgreSQL instance'
  static override args = { rolname: Args.string({ name: 'ROLNAME', required: true }) }
  static override flags = { ...alterFlags(RoleModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RoleAlter)
    const host = await this.openHost()
    const [{ instanceOption: find }, { alterRole, presentManifest }, { validationContext }] =
      await Promise.all([
        import('../../operations/instance/find.js'),
        import('../../operations/role/alter.js'),
        import('../../operations/instance/validation.js'),
      ])
    const instance = await find(host, flags.instance)
    const context = validationContext(host, 'update')
    const desired = async (present: Parameters<typeof presentManifest>[2]) =>
      modelFromFlags(RoleModel, line, {
        flags,
        base: await presentManifest(host, instance, present),
        context,
      })
    await alterRole(host, instance, args.rolname, desired, { dryRun: flags['dry-run'] })
  }
}
