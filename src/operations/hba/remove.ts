import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { changeHba, type HbaOutcome } from './change.js'

/** Removes a record from pg_hba.conf. One that isn't there is logged as an error and changes nothing. */
export async function removeHbaRecord(
  host: Host,
  instance: ObservedInstance,
  record: HbaRecord,
  options: ChangeOptions = {},
): Promise<HbaOutcome> {
  const change = { edit: { remove: [record] }, title: 'entry removed from HBA configuration' }
  const outcome = await changeHba(host, instance, 'pghba remove', change, options)
  if (!outcome.changed) host.log.error('entry not found in HBA configuration')
  return outcome
}
