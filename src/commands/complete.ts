import { Args } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { liveInstances } from '../cli/completion/live-names.js'
import { instanceOption } from '../cli/flags/flags.js'
import type { Host } from '../host/host.js'

/** Someone waits at a prompt: rather no names than a shell that hangs. */
const LIMIT_MS = 2000

export default class Complete extends PgliftCommand {
  static override summary = 'Print names for shell completion, one a line.'
  static override hidden = true
  static override needsSite = false

  static override args = {
    what: Args.string({ required: true, options: ['instances', 'roles', 'databases'] }),
    prefix: Args.string({ description: 'What was typed of the name.' }),
  }

  static override flags = { ...instanceOption }

  override async run(): Promise<void> {
    // The terminal is at the shell's prompt: nothing may be asked or said.
    const { args, flags } = await this.parse(Complete, [
      '--non-interactive',
      '--log-level=CRITICAL',
      ...this.argv,
    ])
    setTimeout(() => process.exit(0), LIMIT_MS).unref()
    const host = await this.openHost()
    const prefix = args.prefix ?? ''
    const names =
      args.what === 'instances'
        ? await this.instances(host, prefix)
        : (await this.namesIn(host, args.what, flags.instance)).filter((name) => name.startsWith(prefix))
    for (const name of names) this.print(name)
  }

  private async instances(host: Host, prefix: string): Promise<string[]> {
    const { listInstances } = await import('../operations/instance/list.js')
    return liveInstances(await listInstances(host), prefix)
  }

  private async namesIn(host: Host, what: string, id: string | undefined): Promise<string[]> {
    const { instanceOption: find } = await import('../operations/instance/find.js')
    const instance = await find(host, id)
    if (what === 'roles') return (await import('../operations/role/list.js')).listRoleNames(host, instance)
    return (await import('../operations/database/list.js')).listDatabaseNames(host, instance)
  }

  /** Whatever goes wrong, there are just no names. */
  protected override async catch(): Promise<void> {
    process.exitCode = 0
  }
}
