import { componentSession, type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { poolPort, type Session } from '../pool.js'
import type { PgbouncerSettings } from '../settings.js'

/** A row of `SHOW POOLS` (pgbouncer.org, "usage"), as far as people look at it. */
export interface Pool {
  readonly database: string
  readonly user: string
  readonly cl_active: number
  readonly cl_waiting: number
  readonly sv_active: number
  readonly sv_idle: number
  readonly maxwait: number
}

/**
 * Pools of an instance, from PgBouncer's own console: its socket lets in the user it runs as. Fails when the instance has
 * none, or when it does not run.
 */
export async function listPools(host: Host, { id, qualname }: ObservedInstance): Promise<Pool[]> {
  const session: Session = componentSession<PgbouncerSettings>(host, 'pgbouncer')
  const port = await poolPort(session, qualname)
  if (port === undefined)
    throw operational('PGBOUNCER_NONE', `instance ${id} has no connection pool`, {
      hint: `make one: 'pglift instance alter ${id} --pgbouncer-port=6432'`,
    })
  const console = {
    host: session.section.pid_directory,
    port,
    user: 'pgbouncer',
    database: 'pgbouncer',
    options: '',
  }
  const connection = await session.effects.sql.connect(console).catch((cause: Error) => {
    throw operational('PGBOUNCER_CONSOLE', `the pool of ${id} can't be reached: ${cause.message}`, {
      cause,
      hint: `is it running? 'pglift instance status ${id}'`,
    })
  })
  try {
    const { rows } = await connection.query<Pool>('SHOW POOLS')
    return rows.map(({ database, user, cl_active, cl_waiting, sv_active, sv_idle, maxwait }) => ({
      ...{ database, user, cl_active, cl_waiting, sv_active, sv_idle, maxwait },
    }))
  } finally {
    await connection.close()
  }
}
