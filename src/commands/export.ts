import { Args } from '@oclif/core'
import { outputFormat } from '../cli/flags/flags.js'
import { HostCommand } from '../cli/host-command.js'

export default class Export extends HostCommand {
  static override summary = 'Write the manifest of the instances of this host.'
  static override description =
    "'pglift apply' of it changes nothing. Passwords are not in it. A stopped instance is started for a moment to look into it. Without INSTANCE: all of them."
  static override strict = false
  static override args = { instance: Args.string({ name: 'INSTANCE', multiple: true }) }
  static override flags = { ...outputFormat }

  async run(): Promise<void> {
    const { argv } = await this.parse(Export)
    const host = await this.openHost()
    const [{ instanceArguments }, { exportInstance, rolesWithPasswords }] = await Promise.all([
      import('../operations/instance/find.js'),
      import('../operations/host/export.js'),
    ])
    const found = await instanceArguments(host, argv as string[], argv.length === 0)
    const instances: Record<string, unknown>[] = []
    for (const instance of found) instances.push(await exportInstance(host, instance))
    for (const [index, manifest] of instances.entries()) {
      const names = rolesWithPasswords(manifest)
      if (names.length > 0)
        this.logger.warning(`${found[index]?.id}: passwords are not exported: ${names.join(', ')}`)
    }
    if (this.json) return this.printJson({ instances })
    const { stringify } = await import('yaml')
    process.stdout.write(stringify({ instances }, { lineWidth: 0 }))
  }
}
