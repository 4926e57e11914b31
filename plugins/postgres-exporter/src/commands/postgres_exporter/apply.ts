import {
  ansibleCheck,
  ComponentCommand,
  diffOptions,
  dryRun,
  manifestFile,
  manifests,
  outputFormat,
} from '@pglift/sdk'
import { ServiceModel } from '../../service-model.js'

export default class PostgresExporterApply extends ComponentCommand {
  static override summary = 'Apply MANIFEST as a Prometheus postgres_exporter.'
  static override description =
    'The exporter is that of a server elsewhere; those of instances come with them.'
  static override flags = { ...manifestFile, ...diffOptions, ...dryRun, ...ansibleCheck, ...outputFormat }

  async run(): Promise<void> {
    const { flags } = await this.parse(PostgresExporterApply)
    const host = await this.openHost()
    const [{ readManifest, validate }, { applyExporter }] = await Promise.all([
      manifests(),
      import('../../operations/apply.js'),
    ])
    const manifest = await readManifest(host.effects, flags.file)
    const wanted = await validate(ServiceModel, manifest, { operation: 'update' })
    const { result, diffs } = await applyExporter(host, wanted, {
      verb: 'postgres_exporter apply',
      dryRun: flags['dry-run'] || flags['ansible-check'],
      diff: flags.diff || flags['ansible-diff'],
    })
    await this.printApplied(result, diffs)
  }
}
