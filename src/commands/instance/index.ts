import { GroupCommand } from '../../cli/group-command.js'

export default class Instance extends GroupCommand {
  static override summary = 'Manage instances.'

  protected async schema(): Promise<unknown> {
    const [{ schemaOf }, { InstanceModel }] = await Promise.all([
      import('../../models/json-schema.js'),
      import('../../models/instance.js'),
    ])
    return schemaOf(InstanceModel)
  }

  protected async ansibleArgspec(): Promise<unknown> {
    const [{ ansibleArgspec }, { InstanceModel }] = await Promise.all([
      import('../../models/ansible-argspec.js'),
      import('../../models/instance.js'),
    ])
    return ansibleArgspec(InstanceModel)
  }
}
