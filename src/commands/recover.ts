import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { dryRun, outputFormat } from '../cli/flags/flags.js'
import { operational } from '../errors/kinds.js'

export default class Recover extends PgliftCommand {
  static override summary = 'Undo or finish operations that were interrupted.'
  static override description =
    'An operation whose process was killed is undone, or, when a step of it can not be undone, done to its end.'
  static override needsSite = false
  static override strict = false

  static override args = {
    instance: Args.string({
      name: 'INSTANCE',
      multiple: true,
      description: 'Only operations on these instances.',
    }),
  }

  static override flags = {
    rollback: Flags.boolean({ summary: 'Undo what was done.', exclusive: ['resume'] }),
    resume: Flags.boolean({ summary: 'Do what is left to do.', exclusive: ['rollback'] }),
    ...dryRun,
    ...outputFormat,
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Recover)
    const host = await this.openHost()
    const { recover } = await import('../operations/recover/recover.js')
    const wish = flags.rollback ? 'rollback' : flags.resume ? 'resume' : undefined
    const recovered = await recover(host, argv as string[], { wish, dryRun: flags['dry-run'] })
    if (this.json) this.printJson(recovered)
    const failed = recovered.filter(({ outcome }) => outcome === 'failed')
    if (failed.length === 0) return
    if (this.json) this.exit(1)
    const what = failed.map(({ operation, object }) => `'${operation}' on ${object}`).join(', ')
    throw operational('PGLIFT_NOT_RECOVERED', `could not recover ${what}`)
  }
}
