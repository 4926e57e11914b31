import type { RequiredObjectsEvent } from '@pglift/sdk'
import type { Memory } from '../memory.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'

/** A new primary gets the role; one whose data come from elsewhere is asked what it has, once it runs. */
export function instanceObjects(
  { section }: Session,
  { restored }: Memory,
): (event: RequiredObjectsEvent) => Promise<void> {
  return async ({ instance, desired, isForeign, role }) => {
    const field = fieldOf(desired)
    if (field === null) return
    if (isForeign) restored.add(instance.qualname)
    else role({ name: section.role, login: true, memberships: ['pg_monitor'], password: field.password })
  }
}
