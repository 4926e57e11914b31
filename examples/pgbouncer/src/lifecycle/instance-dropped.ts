import type { InstanceActionEvent, Plan } from '@pglift/sdk'
import { existingPool, poolFiles, type Session } from '../pool.js'

/** Steps that leave nothing of a pool; none when there is none. */
export async function planRemoval(session: Session, plan: Plan, qualname: string): Promise<void> {
  const pool = await existingPool(session, qualname)
  if (pool === undefined) return
  const { ini, users } = poolFiles(session.section, qualname)
  await session.services.stop(plan, pool)
  await session.services.disable(plan, pool)
  plan.removeFile(ini, { title: 'deconfiguring PgBouncer' }).removeFile(users).removeFile(pool.log)
}

/** A pool goes with its instance. */
export function instanceDropped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return ({ instance, plan }) => planRemoval(session, plan, instance.qualname)
}
