import type { InstanceActionEvent, InstanceDescribeEvent, InstanceStatusEvent } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import { existingPool, poolPort, poolService, type Session } from '../pool.js'

/** The pool starts after PostgreSQL; that of a new instance, whose plan is made before there is a file to read, too. */
export function instanceStarted(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance: { qualname }, desired, plan }) => {
    const port = (desired && fieldOf(desired)?.port) ?? (await poolPort(session, qualname))
    if (port !== undefined) await session.services.start(plan, poolService(session, qualname, port))
  }
}

/** It stops before PostgreSQL does, on a restart. */
export function instanceStopped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan }) => {
    const pool = await existingPool(session, instance.qualname)
    if (pool !== undefined) await session.services.stop(plan, pool)
  }
}

/** Its line in `instance status`. */
export function instanceStatus(session: Session): (event: InstanceStatusEvent) => Promise<void> {
  return async ({ instance, lines }) => {
    const pool = await existingPool(session, instance.qualname)
    if (pool !== undefined)
      lines.push({ service: 'PgBouncer', running: await session.services.isRunning(pool) })
  }
}

/** `instance get` shows the port; the password is nobody's business. */
export function instanceDescribe(session: Session): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields }) => {
    const port = await poolPort(session, instance.qualname)
    fields.pgbouncer = port === undefined ? null : { port }
  }
}
