import { GroupCommand } from '../../cli/group-command.js'

export default class Database extends GroupCommand {
  static override summary = 'Manage databases.'

  protected async schema(): Promise<unknown> {
    const [{ schemaOf }, { DatabaseModel }] = await Promise.all([
      import('../../models/json-schema.js'),
      import('../../models/database.js'),
    ])
    return schemaOf(DatabaseModel)
  }

  protected async ansibleArgspec(): Promise<unknown> {
    const [{ ansibleArgspec }, { DatabaseModel }] = await Promise.all([
      import('../../models/ansible-argspec.js'),
      import('../../models/database.js'),
    ])
    return ansibleArgspec(DatabaseModel)
  }
}
