import { Flags } from '@oclif/core'
import { PgliftCommand } from './command.js'
import { wantsColour } from './output/colour.js'
import { hostReport, type ReportedInstance, type Tense } from './output/host-report.js'
import { printModel } from './output/model.js'

/** `-f/--file` where a plan may stand for it. */
export const hostManifest = {
  file: Flags.string({
    char: 'f',
    helpValue: 'MANIFEST',
    summary: "Manifest, in YAML, of one or several documents; '-' is standard input.",
  }),
}

/** `--detailed-exitcode` */
export const detailedExitcode = {
  'detailed-exitcode': Flags.boolean({
    summary: 'Exit with 0 when there was nothing to do, 2 when there was something, 1 on any error.',
  }),
}

/** Ends of commands on a whole host: there 2 means that something is to be done, or was. */
const CHANGES = 2
const FAILED = 1

/** Base of the commands that work on all instances of a manifest. */
export abstract class HostCommand extends PgliftCommand {
  static override needsComponents = true

  /** Whether exit status 2 says that there are changes: then nothing else may say it. */
  protected get detailed(): boolean {
    return this.argv.includes('--detailed-exitcode')
  }

  /** Prints the JSON schema of the manifest, or its Ansible argument spec. */
  protected async printModel(form: 'schema' | 'argspec'): Promise<void> {
    const { composeHost } = await import('../models/host.js')
    await printModel(form, composeHost((await this.site()).instanceModel))
  }

  /** Prints what becomes of the instances. */
  protected report(instances: readonly ReportedInstance[], tense: Tense): void {
    for (const line of hostReport(instances, tense, wantsColour(process.stdout))) this.print(line)
  }

  /** Ends with 1 when `failure` tells what failed, with 2 when there are changes and that was asked for. */
  protected endWith(changes: boolean, failure?: Error): void {
    if (failure !== undefined && this.json) this.exit(FAILED)
    if (failure !== undefined) throw failure
    if (changes && this.detailed) process.exitCode = CHANGES
  }

  protected override async catch(error: Error): Promise<void> {
    await super.catch(error)
    if (this.detailed && process.exitCode === CHANGES) process.exitCode = FAILED
  }
}
