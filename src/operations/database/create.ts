import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { type AppliedDatabase, changeDatabase } from './change.js'

/** Creates a database with all that is declared inside of it, or nothing. Fails when it exists. */
export function createDatabase(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  options: ChangeOptions = {},
): Promise<AppliedDatabase> {
  const check = (observed: unknown) => {
    if (observed === undefined) return
    throw operational('PGLIFT_DATABASE_EXISTS', 'database already exists', {
      hint: `see 'pglift database get ${desired.name}'; 'pglift database alter' changes it`,
    })
  }
  return changeDatabase(host, instance, { verb: 'database create', desired, check }, options)
}
