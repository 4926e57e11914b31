import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { RoleModel } from '../../models/role.js'

const line = { specs: flagSpecs(RoleModel, 'create'), args: { name: 'NAME' } }

export default class RoleCreate extends PgliftCommand {
  static override summary = 'Create a role in a PostgreSQL instance'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...createFlags(RoleModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RoleCreate)
    const host = await this.openHost()
    const [{ instanceOption: find }, { createRole }, { validationContext }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/create.js'),
      import('../../operations/instance/validation.js'),
    ])
    const instance = await find(host, flags.instance)
    const context = validationContext(host, 'create')
    const role = await modelFromFlags(RoleModel, line, { flags, base: { name: args.name }, context })
    await createRole(host, instance, role, { dryRun: flags['dry-run'] })
  }
}
