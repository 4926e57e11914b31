import {
  Args,
  ComponentCommand,
  createFlags,
  dryRun,
  flagSpecs,
  instanceOption,
  manifests,
  operations,
} from '@pglift/sdk'
import { PasswordModel } from '../../password-model.js'

const line = { specs: flagSpecs(PasswordModel, 'create'), args: { role: 'ROLE' } }

export default class PatroniSetPassword extends ComponentCommand {
  static override summary = "Tell the instance's Patroni the new password of a role."
  static override description =
    "ROLE is one that members connect as: the superuser or the replication role. Its password is changed on the leader, by 'pglift role alter', which tells the leader's Patroni; the other members are told by this."
  static override args = { role: Args.string({ name: 'ROLE', required: true }) }
  static override flags = { ...createFlags(PasswordModel), ...instanceOption, ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PatroniSetPassword)
    const host = await this.openHost()
    const [{ instanceOption: find }, { modelFromFlags }, { setPassword }] = await Promise.all([
      operations(),
      manifests(),
      import('../../operations/set-password.js'),
    ])
    const base = { role: args.role }
    const wanted = await modelFromFlags(PasswordModel, line, {
      flags,
      base,
      context: { operation: 'create' },
    })
    await setPassword(host, await find(host, flags.instance), { ...wanted, dryRun: flags['dry-run'] })
  }
}
