import { Args, ComponentCommand, createFlags, dryRun, flagSpecs, manifests } from '@pglift/sdk'
import { ServiceModel } from '../../service-model.js'

const line = {
  specs: flagSpecs(ServiceModel, 'create'),
  args: { name: 'NAME', dsn: 'DSN', port: 'PORT' },
}

export default class PostgresExporterInstall extends ComponentCommand {
  static override summary = 'Install the service for a (non-local) instance.'
  static override description =
    'NAME is that of the service, DSN the connection string of the server, PORT the TCP port of the exporter. A password is better given with --password, which asks for it, than in DSN, where others see it.'
  static override args = {
    name: Args.string({ name: 'NAME', required: true }),
    dsn: Args.string({ name: 'DSN', required: true }),
    port: Args.string({ name: 'PORT', required: true }),
  }
  static override flags = { ...createFlags(ServiceModel), ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PostgresExporterInstall)
    const host = await this.openHost()
    const [{ modelFromFlags, faultsAsUsage }, { applyExporter }] = await Promise.all([
      manifests(),
      import('../../operations/apply.js'),
    ])
    const wanted = await modelFromFlags(ServiceModel, line, {
      flags,
      base: { ...args },
      context: { operation: 'create' },
    })
    const options = { verb: 'postgres_exporter install', dryRun: flags['dry-run'] }
    await faultsAsUsage(ServiceModel, line, () => applyExporter(host, wanted, options))
  }
}
