import { Args } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, instanceOption } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { ROLE_PROFILES, RoleProfileModel } from '../../models/role.js'

const line = { specs: flagSpecs(RoleProfileModel, 'create'), args: { role: 'ROLE', kind: 'KIND' } }

export default class RoleSetProfile extends PgliftCommand {
  static override summary = 'Set profile (read-only, read-write) for a role in a database and schemas'
  static override description =
    'The privileges that the role has in the schemas are revoked first. Objects that the owner of a schema creates later are covered too.'
  static override args = {
    role: Args.string({ name: 'ROLE', required: true }),
    kind: Args.string({ name: 'KIND', required: true, options: ROLE_PROFILES }),
  }
  static override flags = { ...createFlags(RoleProfileModel), ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RoleSetProfile)
    const host = await this.openHost()
    const [{ instanceOption: find }, { setRoleProfile }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/role/set-profile.js'),
    ])
    const instance = await find(host, flags.instance)
    const base = { role: args.role, kind: args.kind }
    const context = { operation: 'update' } as const
    const profile = await modelFromFlags(RoleProfileModel, line, { flags, base, context })
    await setRoleProfile(host, instance, profile, { dryRun: flags['dry-run'] })
  }
}
