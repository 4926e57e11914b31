import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { changeRole } from './change.js'
import type { ObservedRole } from './observed-role.js'
import { existingRole } from './require.js'

/** Drops a role, and what it owns as the manifest says. Fails with `PGLIFT_ROLE_NOT_FOUND`. */
export async function dropRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: ChangeOptions = {},
): Promise<void> {
  const { name } = manifest
  const desired = (observed: ReadonlyMap<string, ObservedRole>) => {
    existingRole(observed, name)
    return manifest
  }
  await changeRole(host, instance, { verb: 'role drop', name, request: manifest, desired }, options)
}
