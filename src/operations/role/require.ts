import { operational, type PgliftError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { RoleManifest } from '../../models/role.js'
import type { ObservedRole } from './observed-role.js'

/** `role 'x' not found` */
export function roleNotFound(name: string): PgliftError {
  return operational('PGLIFT_ROLE_NOT_FOUND', `role '${name}' not found`, {
    hint: "'pglift role list' shows the roles",
  })
}

/** The role of that name. Fails when there is none. */
export function existingRole(observed: ReadonlyMap<string, ObservedRole>, name: string): ObservedRole {
  const role = observed.get(name)
  if (role === undefined) throw roleNotFound(name)
  return role
}

/** Fails for a change after which pglift could not connect any more. */
export function protectSuperuser({ settings }: Pick<Host, 'settings'>, desired: RoleManifest): void {
  const { name } = settings.postgresql.surole
  if (desired.name !== name) return
  if (desired.state === 'absent')
    throw operational(
      'PGLIFT_SUPERUSER_ROLE',
      `role '${name}' cannot be dropped: it is the superuser role of the site`,
      {
        hint: 'pglift connects as this role',
      },
    )
  if (desired.superuser && desired.login) return
  throw operational(
    'PGLIFT_SUPERUSER_ROLE',
    `role '${name}' would no longer be a superuser that can log in`,
    {
      hint: `pglift connects as this role: set 'superuser' and 'login' to true for it`,
    },
  )
}
