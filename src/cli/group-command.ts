import { Flags } from '@oclif/core'
import { PgliftCommand } from './command.js'

/** Base of a group that has options of its own: `instance --schema`. Without one of them it shows its help. */
export abstract class GroupCommand extends PgliftCommand {
  static override flags = {
    instance: Flags.string({ char: 'i', hidden: true }),
    schema: Flags.boolean({ summary: 'Print the JSON schema of the model and exit.' }),
    'ansible-argspec': Flags.boolean({ hidden: true, summary: 'Print the Ansible argument spec and exit.' }),
  }

  /** JSON Schema of the group's model. */
  protected abstract schema(): Promise<unknown>

  /** Argument spec of the group's Ansible module. */
  protected abstract ansibleArgspec(): Promise<unknown>

  override async run(): Promise<void> {
    const { flags } = await this.parse(this.ctor as typeof GroupCommand)
    if (flags.schema) return this.printJson(await this.schema())
    if (flags['ansible-argspec']) return this.printJson(await this.ansibleArgspec())
    const { default: Help } = await import('./help.js')
    new Help(this.config).showUsage((this.id ?? '').split(':'))
  }
}
