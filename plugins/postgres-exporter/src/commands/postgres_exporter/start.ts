import { Args, ComponentCommand, dryRun, Flags } from '@pglift/sdk'

export default class PostgresExporterStart extends ComponentCommand {
  static override summary = 'Start postgres_exporter service NAME.'
  static override description =
    'NAME is that of a service, or of an instance of this site with its version: 15-main.'
  static override args = { name: Args.string({ name: 'NAME', required: true }) }
  static override flags = {
    foreground: Flags.boolean({
      summary: 'Start the program in foreground, replacing the current process.',
      exclusive: ['dry-run'],
    }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PostgresExporterStart)
    const host = await this.openHost()
    const { startExporter, startInForeground } = await import('../../operations/run.js')
    if (!flags.foreground) return startExporter(host, args.name, flags['dry-run'])
    this.leaveSignals()
    await startInForeground(host, args.name)
  }
}
