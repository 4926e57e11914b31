import type { RequiredObjectsEvent } from '@pglift/sdk'
import { poolRole } from '../access.js'
import { fieldOf } from '../model.js'
import type { Session } from '../pool.js'

/** Every new primary with a pool has its role. */
export function instanceObjects(session: Session): (event: RequiredObjectsEvent) => Promise<void> {
  return async ({ desired, role }) => {
    const field = fieldOf(desired)
    if (field) role(poolRole(session, field.password))
  }
}
