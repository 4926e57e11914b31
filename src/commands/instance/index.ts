import { hasComponents } from '../../cli/components/installed.js'
import { GroupCommand } from '../../cli/help/group-command.js'
import type { Model } from '../../models/model.js'

export default class Instance extends GroupCommand {
  static override summary = 'Manage instances.'

  /** With the fields of components; only then are the settings read. */
  protected async model(): Promise<Model<unknown>> {
    if (hasComponents(this.config)) return (await this.site()).instanceModel
    return (await import('../../models/instance.js')).InstanceModel
  }
}
