import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DefaultPrivilege, Privilege } from '../../models/privilege.js'
import { listPrivileges, type PrivilegesRequest } from '../privileges/list.js'
import { databaseNotFound } from './observe.js'

/** Privileges on the objects of one database. Fails with `database 'x' not found`, `role(s) not found: ...`. */
export async function databasePrivileges(
  host: Host,
  instance: ObservedInstance,
  name: string,
  request: Omit<PrivilegesRequest, 'databases'>,
): Promise<(DefaultPrivilege | Privilege)[]> {
  try {
    return await listPrivileges(host, instance, { ...request, databases: [name] })
  } catch (error) {
    if ((error as { code?: string }).code === 'PGLIFT_DATABASE_NOT_FOUND') throw databaseNotFound(name)
    throw error
  }
}
