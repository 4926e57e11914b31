import { Args, Flags } from '@oclif/core'
import { PgliftCommand } from '../../cli/command.js'
import { dryRun, versionOption } from '../../cli/flags/flags.js'
import { faultsAsUsage } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { InstanceModel } from '../../models/instance.js'

const line = { specs: flagSpecs(InstanceModel, 'create'), args: { name: '--name' } }

export default class InstanceUpgrade extends PgliftCommand {
  static override summary = 'Upgrade INSTANCE using pg_upgrade'
  static override description =
    'What follows `--` goes to pg_upgrade (`--jobs=3`, `--link`, `--clone`); INSTANCE is mandatory then. The instance must be stopped; it is kept.'
  static override strict = false
  static override args = {
    instance: Args.string({ name: 'INSTANCE' }),
  }
  static override flags = {
    ...versionOption("PostgreSQL version of the new instance (the site's default version by default)."),
    name: Flags.string({ helpValue: 'NAME', summary: 'Name of the new instance (the same by default).' }),
    port: Flags.string({ helpValue: 'PORT', summary: 'Port of the new instance (the same by default).' }),
    check: Flags.boolean({ summary: 'Only check whether the instance can be upgraded.' }),
    ...dryRun,
  }

  async run(): Promise<void> {
    const { args, flags, argv } = await this.parse(InstanceUpgrade)
    const host = await this.openHost()
    const [{ instanceArgument }, { upgradeInstance }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/instance/upgrade.js'),
    ])
    const from = await instanceArgument(host, args.instance)
    const { version, name, port, check } = flags
    const target = { version, name, port, check, dryRun: flags['dry-run'] }
    const upgradeOptions = (argv as string[]).slice(1)
    await this.withProgress(`upgrading instance ${from.id}`, () =>
      faultsAsUsage(InstanceModel, line, () => upgradeInstance(host, from, { ...target, upgradeOptions })),
    )
  }
}
