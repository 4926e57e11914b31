import { hasComponents } from '../../cli/components/installed.js'
import { GroupCommand } from '../../cli/group-command.js'
import type { Model } from '../../models/model.js'

export default class Instance extends GroupCommand {
  static override summary = 'Manage instances.'

  protected async schema(): Promise<unknown> {
    const { schemaOf } = await import('../../models/json-schema.js')
    return schemaOf(await this.#model())
  }

  protected async ansibleArgspec(): Promise<unknown> {
    const { ansibleArgspec } = await import('../../models/ansible-argspec.js')
    return ansibleArgspec(await this.#model())
  }

  /** With the fields of components; only then are the settings read. */
  async #model(): Promise<Model<unknown>> {
    if (hasComponents(this.config)) return (await this.site()).instanceModel
    return (await import('../../models/instance.js')).InstanceModel
  }
}
