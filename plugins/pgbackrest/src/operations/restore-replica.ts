import { type Host, operational } from '@pglift/sdk'
import { restoreArgv } from '../argv/restore.js'
import { chooseFrom, forStandby } from '../choose-backup.js'
import { runPgbackrest } from '../run.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'
import { sessionOf } from './session.js'

export interface ReplicaRequest {
  readonly stanza: string
  readonly datadir: string
  readonly waldir: string
}

/**
 * Fills the directories of a replica from the newest backup that leads to where its primary is. It holds no lock and keeps no
 * journal: whoever makes the replica does, and waits for this. Fails with `PGLIFT_PGBACKREST_NO_BACKUP` before anything is
 * changed when no backup does, and then the primary is to be copied.
 */
export async function restoreReplica(host: Host, request: ReplicaRequest): Promise<void> {
  const { stanza, datadir, waldir } = request
  const session = sessionOf(host)
  const info = await stanzaInfo(session, stanza)
  if (info.backups.length === 0) requireReadable(info, stanza)
  const chosen = forStandby((await chooseFrom(session, stanza, info)).choice)
  if (chosen === undefined)
    throw operational(
      'PGLIFT_PGBACKREST_NO_BACKUP',
      `no backup of stanza '${stanza}' leads to where its primary is`,
      { hint: "see 'pglift instance backups'; the replica can be a copy of its primary" },
    )
  const { label } = chosen.backup
  host.log.info(`restoring backup ${label} of stanza '${stanza}' to ${datadir}`)
  const { effects, signal, log } = host
  const { target } = chosen
  const argv = restoreArgv(session.section, stanza, {
    ...{ datadir, waldir, label, target, delta: true, standby: {} },
  })
  const context = { processes: effects.processes, signal, log }
  await runPgbackrest(argv, context, { what: `restore backup ${label}`, onProgress: () => undefined })
}
