import { PgliftCommand } from '../../cli/command.js'
import { changeOptions, diffOptions, dryRun, instanceOption } from '../../cli/flags/flags.js'
import { createFlags } from '../../cli/flags/flags-from-model.js'
import { modelFromFlags } from '../../cli/flags/model-from-flags.js'
import { flagSpecs } from '../../models/flag-spec.js'
import { HbaRecordModel } from '../../models/hba.js'

const line = { specs: flagSpecs(HbaRecordModel, 'create') }

export default class PghbaAdd extends PgliftCommand {
  static override summary = 'Add an entry to the HBA configuration of an instance'
  static override description =
    'Without any --connection option the entry is for local connections. The entry is appended, unless it is there already; a running server takes it over at once.'
  static override flags = { ...createFlags(HbaRecordModel), ...diffOptions, ...dryRun, ...instanceOption }

  async run(): Promise<void> {
    const { flags } = await this.parse(PghbaAdd)
    const host = await this.openHost()
    const [{ instanceOption: find }, { addHbaRecord }, { givenRecord }] = await Promise.all([
      import('../../operations/instance/find.js'),
      import('../../operations/hba/add.js'),
      import('../../operations/hba/record.js'),
    ])
    const instance = await find(host, flags.instance)
    const context = { operation: 'update' } as const
    const record = await modelFromFlags(HbaRecordModel, line, { flags, base: {}, context })
    const options = changeOptions(flags)
    const { diffs } = await addHbaRecord(host, instance, givenRecord(record, instance.version), options)
    await this.printApplied({}, diffs)
  }
}
