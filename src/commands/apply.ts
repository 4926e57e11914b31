import { Args } from '@oclif/core'
import { changeOptions, diffOptions, dryRun, modelFlags, outputFormat } from '../cli/flags/flags.js'
import { readDocuments } from '../cli/flags/read-manifest.js'
import { detailedExitcode, HostCommand, hostManifest } from '../cli/host-command.js'
import { usage } from '../errors/kinds.js'
import type { Host } from '../host/host.js'

export default class Apply extends HostCommand {
  static override summary = 'Bring this host to what a manifest, or a plan, says.'
  static override description =
    "All that is wrong with the manifest is told before anything is changed. An instance that fails is undone and keeps no other from its turn. A PLAN, saved by 'pglift plan', is refused when the host has changed since; where its steps need passwords, give the manifest, too."
  static override args = { plan: Args.string({ name: 'PLAN' }) }
  static override flags = {
    ...hostManifest,
    ...detailedExitcode,
    ...modelFlags('manifest'),
    ...diffOptions,
    ...dryRun,
    ...outputFormat,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Apply)
    if (flags.schema || flags['ansible-argspec']) return this.printModel(flags.schema ? 'schema' : 'argspec')
    const [host, { applyHost }, { planHost }, { failureOfHost, hasChanges }] = await Promise.all([
      this.openHost(),
      import('../operations/host/apply.js'),
      import('../operations/host/plan.js'),
      import('../operations/host/change.js'),
    ])
    const options = { diff: changeOptions(flags).diff }
    const prepared = await this.#prepare(host, args.plan, flags.file)
    const { instances, diffs } = flags['dry-run']
      ? await planHost(host, prepared.items, options)
      : await applyHost(prepared.host, prepared.items, options)
    const changed = hasChanges({ instances })
    await this.printApplied({ changed, dry_run: flags['dry-run'] === true, instances }, diffs)
    if (!this.json && !flags['ansible-diff']) this.report(instances, flags['dry-run'] ? 'planned' : 'done')
    this.endWith(changed, failureOfHost({ instances }, 'apply'))
  }

  async #prepare(host: Host, plan: string | undefined, file: string | undefined) {
    const documents = file === undefined ? undefined : await readDocuments(host.effects, file)
    if (plan !== undefined) {
      const { confirmPlan, readPlan } = await import('../operations/host/plan-file.js')
      return confirmPlan(host, await readPlan(host, plan), documents)
    }
    if (documents === undefined) throw usage('PGLIFT_USAGE_MISSING', "Missing option '-f' / '--file'.")
    const { prepareHost } = await import('../operations/host/prepare.js')
    return { host, items: await prepareHost(host, documents) }
  }
}
