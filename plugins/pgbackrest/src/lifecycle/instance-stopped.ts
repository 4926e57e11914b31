import { join } from 'node:path'
import type { InstanceActionEvent } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** An instance that is dropped takes its WAL along: what it could not archive is tried once more. */
export function instanceStopped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, purpose, plan }) => {
    if (purpose !== 'drop') return
    const { datadir, waldir } = instance
    const bound = await boundStanza(session, datadir)
    if (bound === undefined) return
    const { execpath, configpath } = session.section
    const wal = (await session.effects.files.realPath(join(datadir, 'pg_wal'))) ?? waldir
    const why = 'goes with the data directory'
    plan.step(
      'pgbackrest.archive-rest',
      { execpath, configpath, stanza: bound.stanza, datadir, waldir: wal, why, lenient: true },
      { title: 'archiving WAL that could not be archived before' },
    )
  }
}
