import type { ConfValue } from '../../postgresql/conf/value.js'

/**
 * Parameters that a hot standby may not have lower than its primary, with the server's defaults (PostgreSQL
 * documentation, "Hot Standby", "Administrator's Overview"): the server refuses to start, or stops replaying.
 */
export const FOLLOWED_PARAMETERS = {
  max_connections: 100,
  max_worker_processes: 8,
  max_wal_senders: 10,
  max_prepared_transactions: 0,
  max_locks_per_transaction: 64,
} as const

export type FollowedParameters = Readonly<Record<keyof typeof FOLLOWED_PARAMETERS, number>>

/** Of `conf`, the parameters to raise to the primary's values. */
export function raisedParameters(
  conf: Readonly<Record<string, ConfValue>>,
  primary: FollowedParameters | undefined,
): Readonly<Record<string, number>> {
  if (primary === undefined) return {}
  const lower = Object.entries(FOLLOWED_PARAMETERS).flatMap(([name, byDefault]) => {
    const wanted = primary[name as keyof FollowedParameters]
    return Number(conf[name] ?? byDefault) < wanted ? [[name, wanted] as const] : []
  })
  return Object.fromEntries(lower)
}

/**
 * Of a standby's active settings, those that must not sink to the site's or the server's default because a manifest
 * says nothing of them: they were raised to the primary's.
 */
export function heldParameters(
  active: Readonly<Record<string, ConfValue>>,
  conf: Readonly<Record<string, ConfValue>>,
  user: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ConfValue>> {
  const held = Object.entries(FOLLOWED_PARAMETERS).flatMap(([name, byDefault]) => {
    const present = active[name]
    if (present === undefined || user[name] !== undefined) return []
    return Number(present) > Number(conf[name] ?? byDefault) ? [[name, present] as const] : []
  })
  return Object.fromEntries(held)
}
