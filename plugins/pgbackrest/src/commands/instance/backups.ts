import { Args, ComponentCommand, INSTANCE_ARGUMENT, outputFormat } from '@pglift/sdk'

const COLUMNS = ['label', 'size', 'repo_size', 'date_start', 'type', 'databases']

const SIZES: ReadonlySet<string> = new Set(['size', 'repo_size'])

export default class InstanceBackups extends ComponentCommand {
  static override summary = 'List available backups for INSTANCE.'
  static override description = INSTANCE_ARGUMENT
  static override args = { instance: Args.string({ name: 'INSTANCE' }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { args } = await this.parse(InstanceBackups)
    const host = await this.openHost()
    const [{ restorableArgument }, { listBackups }] = await Promise.all([
      import('../../operations/find-lost.js'),
      import('../../operations/backups.js'),
    ])
    const instance = await restorableArgument(host, args.instance)
    const backups = await listBackups(host, instance)
    if (this.json) return this.printJson(backups)
    const rows = backups.map((backup) => ({ ...backup, date_start: new Date(backup.date_start) }))
    this.printRows(rows, {
      title: `Available backups for instance ${instance.id}`,
      columns: [...COLUMNS, ...(backups[0]?.repository === undefined ? [] : ['repository'])],
      isSize: (field) => SIZES.has(field),
    })
  }
}
