import { join } from 'node:path'
import { type InstanceActionEvent, operational } from '@pglift/sdk'
import type { Session } from '../session.js'

/** pgBackRest leaves its manifest while it restores, and brings `pg_control` last. */
async function isHalfRestored({ effects: { files } }: Session, datadir: string): Promise<boolean> {
  const isThere = async (name: string) => (await files.status(join(datadir, name))) !== undefined
  return (await isThere('backup.manifest')) && !(await isThere('global/pg_control'))
}

/** The server would say that it misses a file, and nobody what to do. Starts nothing. */
export function instanceStart(session: Session): (event: InstanceActionEvent) => Promise<undefined> {
  return async ({ instance: { id, datadir } }) => {
    if (!(await isHalfRestored(session, datadir))) return
    throw operational(
      'PGLIFT_PGBACKREST_HALF_RESTORED',
      `instance ${id} is half restored: ${datadir} is not whole`,
      {
        hint: `restore it again: 'pglift instance restore ${id}'`,
      },
    )
  }
}
