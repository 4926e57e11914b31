import { GroupCommand } from '../../cli/help/group-command.js'
import type { Model } from '../../models/model.js'

export default class Database extends GroupCommand {
  static override summary = 'Manage databases.'

  protected async model(): Promise<Model<unknown>> {
    return (await import('../../models/database.js')).DatabaseModel
  }
}
