import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { type AppliedDatabase, changeDatabase, mustExist } from './change.js'

/** Drops a database, for good. Fails when it doesn't exist, and when someone is connected unless `force_drop`. */
export function dropDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: ChangeOptions = {},
): Promise<AppliedDatabase> {
  const absent = { ...desired, state: 'absent' } as const
  const change = { verb: 'database drop', desired: absent, check: mustExist(desired) }
  return changeDatabase(host, instance, change, options)
}
