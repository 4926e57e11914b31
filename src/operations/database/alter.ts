import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { type AppliedDatabase, changeDatabase, mustExist } from './change.js'

/** Changes only what the manifest states of a database that exists. */
export function alterDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: ChangeOptions = {},
): Promise<AppliedDatabase> {
  const change = { verb: 'database alter', desired, check: mustExist(desired) }
  return changeDatabase(host, instance, change, options)
}
