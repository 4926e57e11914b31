import { GroupCommand } from '@pglift/sdk'
import { ServiceModel } from '../../service-model.js'

export default class PostgresExporter extends GroupCommand {
  static override summary = 'Handle Prometheus postgres_exporter.'

  protected async model(): Promise<typeof ServiceModel> {
    return ServiceModel
  }
}
