import { Flags } from '@oclif/core'
import type { Model } from '../../models/model.js'
import { PgliftCommand } from '../command.js'
import { modelFlags } from '../flags/flags.js'
import { printModel } from '../output/model.js'

/** Base of a group that has options of its own: `instance --schema`. Without one of them it shows its help. */
export abstract class GroupCommand extends PgliftCommand {
  static override flags = {
    instance: Flags.string({ char: 'i', hidden: true }),
    ...modelFlags('model'),
  }

  /** The group's model: of its objects' manifests. */
  protected abstract model(): Promise<Model<unknown>>

  override async run(): Promise<void> {
    const { flags } = await this.parse(this.ctor as typeof GroupCommand)
    if (flags.schema) return printModel('schema', await this.model())
    if (flags['ansible-argspec']) return printModel('argspec', await this.model())
    const { default: Help } = await import('./help.js')
    new Help(this.config).showUsage((this.id ?? '').split(':'))
  }
}
