import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { changeRole } from './change.js'
import { hasPassfileEntry } from './get.js'
import type { ObservedRole } from './observed-role.js'
import { existingRole } from './require.js'
import { roleView } from './view.js'

/**
 * Changes a role that exists; `manifest` makes the whole manifest from the role as it is, so that what isn't given stays.
 * Fails with `PGLIFT_ROLE_NOT_FOUND`.
 */
export async function alterRole(
  host: Host,
  instance: ObservedInstance,
  name: string,
  manifest: (present: ObservedRole) => Promise<RoleManifest>,
  options: ChangeOptions = {},
): Promise<void> {
  const desired = (observed: ReadonlyMap<string, ObservedRole>) => manifest(existingRole(observed, name))
  await changeRole(host, instance, { verb: 'role alter', name, desired }, options)
}

/** The manifest that leaves a role as it is: the options of `role alter` are put over it. */
export async function presentManifest(
  host: Host,
  instance: ObservedInstance,
  role: ObservedRole,
): Promise<Record<string, unknown>> {
  const { validity: _, has_password, memberships, hba_records, ...attributes } = roleView(role, [])
  return { ...attributes, pgpass: (await hasPassfileEntry(host, instance, role.name)) === true }
}
