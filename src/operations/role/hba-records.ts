import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { hbaName, isHbaName } from '../../postgresql/hba/record.js'
import { readHba } from '../hba/file.js'
import { roleRecords } from './view.js'

type Records = ReturnType<typeof roleRecords>

/** The HBA records that are for one role alone, by role. A file that can't be read for its faults is no reason not to show roles. */
export async function observeHbaRecords(host: Host, instance: ObservedInstance): Promise<Records> {
  try {
    const { path, text } = await readHba(host, instance)
    return roleRecords(text, path)
  } catch (error) {
    host.log.warning((error as Error).message)
    return new Map()
  }
}

/** Those of one role. */
export function recordsFor(records: Records, role: string) {
  return isHbaName(role) ? (records.get(hbaName(role, 'user')) ?? []) : []
}
