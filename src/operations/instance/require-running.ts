import { operational } from '../../errors/kinds.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Fails in a dry run of a stopped instance, which is not started only to be looked at. */
export function requireRunning({ id, running }: Pick<ObservedInstance, 'id' | 'running'>): void {
  if (running) return
  throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running: a dry run can't look into it`, {
    hint: `run 'pglift instance start ${id}' first`,
  })
}
