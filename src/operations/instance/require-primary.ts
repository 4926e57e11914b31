import { operational } from '../../errors/kinds.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Fails on a standby, where nothing can be written. */
export function requirePrimary(
  { id, standby }: Pick<ObservedInstance, 'id' | 'standby'>,
  hint = 'do it on its primary',
): void {
  if (standby === null) return
  throw operational('PGLIFT_READ_ONLY', `${id} is a read-only standby instance`, { hint })
}
