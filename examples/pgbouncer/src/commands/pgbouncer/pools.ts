import { Args, ComponentCommand, INSTANCE_ARGUMENT, operations, outputFormat } from '@pglift/sdk'

export default class PgbouncerPools extends ComponentCommand {
  static override summary = 'Show the connection pools in front of INSTANCE.'
  static override description = INSTANCE_ARGUMENT
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { args } = await this.parse(PgbouncerPools)
    const host = await this.openHost()
    const [{ instanceArgument }, { listPools }] = await Promise.all([
      operations(),
      import('../../operations/list-pools.js'),
    ])
    const instance = await instanceArgument(host, args.instance)
    this.printRows(await listPools(host, instance), { title: `Pools of instance ${instance.id}` })
  }
}
