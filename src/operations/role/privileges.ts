import { PgliftError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { listPrivileges, type PrivilegesRequest } from '../privileges/list.js'
import { roleNotFound } from './require.js'

/** Privileges of one role. Fails with `role 'x' not found`. */
export async function rolePrivileges(
  host: Host,
  instance: ObservedInstance,
  role: string,
  request: Omit<PrivilegesRequest, 'roles'>,
): ReturnType<typeof listPrivileges> {
  return listPrivileges(host, instance, { ...request, roles: [role] }).catch((error: unknown) => {
    const isUnknown = error instanceof PgliftError && error.code === 'PGLIFT_ROLE_NOT_FOUND'
    throw isUnknown ? roleNotFound(role) : error
  })
}
