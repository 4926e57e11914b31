import { GroupCommand } from '../../cli/group-command.js'

export default class Role extends GroupCommand {
  static override summary = 'Manage roles.'

  protected async schema(): Promise<unknown> {
    const [{ schemaOf }, { RoleModel }] = await Promise.all([
      import('../../models/json-schema.js'),
      import('../../models/role.js'),
    ])
    return schemaOf(RoleModel)
  }

  protected async ansibleArgspec(): Promise<unknown> {
    const [{ ansibleArgspec }, { RoleModel }] = await Promise.all([
      import('../../models/ansible-argspec.js'),
      import('../../models/role.js'),
    ])
    return ansibleArgspec(RoleModel)
  }
}
