import { Args, ComponentCommand, dryRun } from '@pglift/sdk'

export default class PostgresExporterUninstall extends ComponentCommand {
  static override summary = 'Uninstall the service for a (non-local) instance.'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = { ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PostgresExporterUninstall)
    const host = await this.openHost()
    const { uninstallExporter } = await import('../../operations/uninstall.js')
    const options = { verb: 'postgres_exporter uninstall', dryRun: flags['dry-run'] }
    await uninstallExporter(host, args.name, options)
  }
}
