import { Args, ComponentCommand, dryRun, Flags, instanceOption, operations, outputFormat } from '@pglift/sdk'

export default class PatroniReinit extends ComponentCommand {
  static override summary = 'Make a replica anew from the leader.'
  static override description =
    'MEMBER is the name of a node of the cluster; that of the instance when it is left out.'
  static override args = { member: Args.string({ name: 'MEMBER' }) }
  static override flags = {
    force: Flags.boolean({ summary: 'Cancel what Patroni is doing to the replica.' }),
    wait: Flags.boolean({
      summary: 'Wait until the replica runs on its new data.',
      default: true,
      allowNo: true,
    }),
    ...instanceOption,
    ...dryRun,
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PatroniReinit)
    const host = await this.openHost()
    const [{ instanceOption: find }, { reinitialise }] = await Promise.all([
      operations(),
      import('../../operations/reinit.js'),
    ])
    const instance = await find(host, flags.instance)
    const { force = false, wait, 'dry-run': dryRun } = flags
    const begun = await reinitialise(host, instance, { name: args.member, force, wait, dryRun })
    if (this.json) this.printJson(begun)
  }
}
