import { Args, ComponentCommand, instanceOption, operations } from '@pglift/sdk'

export default class Pgbackrest extends ComponentCommand {
  static override summary = 'Proxy to pgbackrest operations on an instance'
  static override description =
    'Options of pgbackrest stand after --: `pglift pgbackrest -i main -- info --output=json`.'
  static override hidden = true
  static override strict = false
  static override args = { command: Args.string({ name: 'COMMAND', required: true, multiple: true }) }
  static override flags = { ...instanceOption }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Pgbackrest)
    const host = await this.openHost()
    const [{ instanceOption: find }, { runProxy }] = await Promise.all([
      operations(),
      import('../operations/proxy.js'),
    ])
    const instance = await find(host, flags.instance)
    this.leaveSignals()
    await runProxy(host, instance, argv as string[])
  }
}
