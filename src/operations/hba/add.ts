import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { changeHba, type HbaOutcome } from './change.js'

/** Appends a record to pg_hba.conf, unless it is there, and makes a running server take it over. */
export async function addHbaRecord(
  host: Host,
  instance: ObservedInstance,
  record: HbaRecord,
  options: ChangeOptions = {},
): Promise<HbaOutcome> {
  const change = { edit: { add: [record] }, title: 'entry added to HBA configuration' }
  const outcome = await changeHba(host, instance, 'pghba add', change, options)
  if (!outcome.changed) host.log.info('entry already present in HBA configuration')
  return outcome
}
