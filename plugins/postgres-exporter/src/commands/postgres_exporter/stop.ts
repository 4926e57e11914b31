import { Args, ComponentCommand, dryRun } from '@pglift/sdk'

export default class PostgresExporterStop extends ComponentCommand {
  static override summary = 'Stop postgres_exporter service NAME.'
  static override description =
    'NAME is that of a service, or of an instance of this site with its version: 15-main.'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PostgresExporterStop)
    const host = await this.openHost()
    const { stopExporter } = await import('../../operations/run.js')
    await stopExporter(host, args.name, flags['dry-run'])
  }
}
