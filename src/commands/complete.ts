import { Args } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { liveInstances } from '../cli/completion/live-names.js'
import { instanceOption } from '../cli/flags.js'
import type { Host } from '../host/host.js'

/** Someone waits at a prompt: rather no names than a shell that hangs. */
const LIMIT_MS = 2000

const NAMES_SQL = {
  roles: "SELECT rolname AS name FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname",
  databases: 'SELECT datname AS name FROM pg_catalog.pg_database WHERE datallowconn ORDER BY datname',
} as const

export default class Complete extends PgliftCommand {
  static override summary = 'Print names for shell completion, one a line.'
  static override hidden = true

  static override args = {
    what: Args.string({ required: true, options: ['instances', ...Object.keys(NAMES_SQL)] }),
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
    const names =
      args.what === 'instances'
        ? await this.instances(host, args.prefix ?? '')
        : await this.namesOf(host, args.what as keyof typeof NAMES_SQL, args.prefix ?? '', flags.instance)
    for (const name of names) this.print(name)
  }

  private async instances(host: Host, prefix: string): Promise<string[]> {
    const { listInstances } = await import('../operations/instance/list.js')
    return liveInstances(await listInstances(host), prefix)
  }

  private async namesOf(
    host: Host,
    what: keyof typeof NAMES_SQL,
    prefix: string,
    id: string | undefined,
  ): Promise<string[]> {
    const { instanceOption: find } = await import('../operations/instance/find.js')
    const instance = await find(host, id)
    if (!instance.running) return []
    const session = await host.sessions.to(instance)
    const { rows } = await session.query<{ name: string }>(NAMES_SQL[what])
    return rows.map(({ name }) => name).filter((name) => name.startsWith(prefix))
  }

  /** Whatever goes wrong, there are just no names. */
  protected override async catch(): Promise<void> {
    process.exitCode = 0
  }
}
