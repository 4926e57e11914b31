import { GroupCommand } from '../../cli/help/group-command.js'
import type { Model } from '../../models/model.js'

export default class Role extends GroupCommand {
  static override summary = 'Manage roles.'

  protected async model(): Promise<Model<unknown>> {
    return (await import('../../models/role.js')).RoleModel
  }
}
