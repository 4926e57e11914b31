import { Flags } from '@oclif/core'
import { changeOptions, diffOptions, manifestFile } from '../cli/flags/flags.js'
import { readDocuments } from '../cli/flags/read-manifest.js'
import { detailedExitcode, HostCommand } from '../cli/host-command.js'

export default class Plan extends HostCommand {
  static override summary = 'Tell, and save, what applying a manifest would do.'
  static override description =
    "With --save it is kept, to be applied later. Nothing is changed; a stopped instance is started for a moment to look into it. 'pglift apply PLAN' takes the steps of a saved plan, and refuses when the host has changed since. No password is in a plan."
  static override flags = {
    ...manifestFile,
    'output-format': Flags.string({
      char: 'o',
      helpValue: '[json]|PLAN',
      summary: "'json' prints the plan as JSON; anything else is the file to save it in (see --save).",
    }),
    save: Flags.string({ helpValue: 'PLAN', summary: 'Save the plan in this file.' }),
    ...detailedExitcode,
    ...diffOptions,
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Plan)
    const host = await this.openHost()
    const [{ makePlan, savePlan }, { hasChanges }] = await Promise.all([
      import('../operations/host/plan-file.js'),
      import('../operations/host/change.js'),
    ])
    const { diff } = changeOptions(flags)
    const documents = await readDocuments(host.effects, flags.file)
    const { plan, diffs } = await makePlan(host, documents, { diff })
    const format = flags['output-format']
    const paths = [flags.save, format === 'json' ? undefined : format].filter((path) => path !== undefined)
    for (const path of paths) await savePlan(host, path, plan)
    await this.printApplied(plan, diffs)
    if (!this.json && !flags['ansible-diff']) this.report(plan.instances, 'planned')
    for (const path of paths)
      this.logger.info(`plan saved in ${path}; 'pglift apply ${path}' takes its steps`)
    this.endWith(hasChanges(plan))
  }
}
