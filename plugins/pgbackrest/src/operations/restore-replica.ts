import { type Host, operational } from '@pglift/sdk'
import { restoreArgv } from '../argv/restore.js'
import { lineageOf } from '../lineage.js'
import { chooseBackup } from '../restore-target.js'
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
  const lineage = await lineageOf(session, stanza, info)
  const choice = chooseBackup(stanza, { all: info.backups, lineage }, {}, Date.now())
  if ('problem' in choice) throw operational('PGLIFT_PGBACKREST_NO_BACKUP', choice.problem)
  const { label } = choice.backup
  host.log.info(`restoring backup ${label} of stanza '${stanza}' to ${datadir}`)
  const { effects, signal, log } = host
  const target = { kind: 'latest' } as const
  const argv = restoreArgv(session.section, stanza, {
    ...{ datadir, waldir, label, target, delta: true, standby: {} },
  })
  const context = { processes: effects.processes, signal, log }
  await runPgbackrest(argv, context, { what: `restore backup ${label}`, onProgress: () => undefined })
}
