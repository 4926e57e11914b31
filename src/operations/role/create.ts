import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { changeRole } from './change.js'
import type { ObservedRole } from './observed-role.js'

/** Makes a role. Fails with `PGLIFT_ROLE_EXISTS` when there is one of that name. */
export async function createRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: ChangeOptions = {},
): Promise<void> {
  const { name } = manifest
  const desired = (observed: ReadonlyMap<string, ObservedRole>) => {
    if (!observed.has(name)) return manifest
    throw operational('PGLIFT_ROLE_EXISTS', 'role already exists', {
      hint: `see 'pglift role -i ${instance.id} get ${name}'`,
    })
  }
  await changeRole(host, instance, { verb: 'role create', name, request: manifest, desired }, options)
}
