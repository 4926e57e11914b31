import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { type AppliedDatabase, changeDatabase } from './change.js'

/** Creates, changes or drops a database, whichever makes it what the manifest says. Nothing to do: nothing is written. */
export function applyDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: ChangeOptions = {},
): Promise<AppliedDatabase> {
  return changeDatabase(host, instance, { verb: 'database apply', desired }, options)
}
