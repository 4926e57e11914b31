import { operational, type Performers, performer, type Reachable } from '@pglift/sdk'
import type { Session } from './settings.js'

/** Parameter that says where the background worker keeps its snapshots. */
export const DATABASE = 'powa.database'

/** Its value when nobody sets it. */
export const DEFAULT_DATABASE = 'powa'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Fails when the background worker looks for another database. */
    'powa.check-database': { instance: Reachable; dbname: string }
  }
}

type Connecting = Pick<Session, 'sessions'>

/**
 * Fails when the server does not know the database: since PostgreSQL 15 a parameter of a library is dropped that the library
 * defines too late, as PoWA 4.1 does with this one.
 */
export async function requireDatabase(
  { sessions }: Connecting,
  instance: Reachable,
  dbname: string,
): Promise<void> {
  const connection = await sessions.to(instance)
  const { rows } = await connection.query<{ found: string | null }>(
    `SELECT pg_catalog.current_setting('${DATABASE}', true) AS found`,
  )
  const found = rows[0]?.found ?? DEFAULT_DATABASE
  if (found === dbname) return
  throw operational(
    'PGLIFT_POWA_DATABASE',
    `PoWA of ${instance.id} ignores parameter '${DATABASE}': it keeps to database '${found}' instead of '${dbname}'`,
    {
      hint: `set 'powa.dbname' to '${found}' in the site settings, or install a PoWA that knows the parameter`,
    },
  )
}

/** The check as a step, for a server that is yet to be started. */
export function databaseSteps(connecting: Connecting): Performers {
  return performer('powa.check-database', {
    do: ({ instance, dbname }) => requireDatabase(connecting, instance, dbname),
    undo: async () => undefined,
  })
}
