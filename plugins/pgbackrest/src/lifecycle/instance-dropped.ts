import type { InstanceActionEvent } from '@pglift/sdk'
import { repositoryKeys } from '../conf/base.js'
import type { StanzaInfo } from '../info.js'
import { editLock, type Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { type BoundStanza, boundStanza } from '../stanzas.js'

/** A stanza whose present cluster is another one is not ours to delete. */
function isOurs({ cluster }: StanzaInfo, { systemIdentifier }: InstanceActionEvent['instance']): boolean {
  return (
    cluster === undefined || systemIdentifier === undefined || cluster.systemIdentifier === systemIdentifier
  )
}

/** Whether stanza, backups and WAL go as well: only those of this instance alone, and backups only when agreed to. */
async function isToDelete(
  session: Session,
  event: InstanceActionEvent,
  bound: BoundStanza,
): Promise<boolean> {
  const { stanza, others } = bound
  if (session.section.repository.mode !== 'path' || others.length > 0) return false
  const info = await stanzaInfo(session, stanza)
  const [problem] = info.problems
  if (problem !== undefined)
    session.log.warning(`stanza '${stanza}' is kept: its repository can't be read: ${problem.message}`)
  if (!info.exists || problem !== undefined) return false
  if (!isOurs(info, event.instance)) {
    session.log.warning(
      `stanza '${stanza}' is kept: it is that of the cluster with system identifier ${info.cluster?.systemIdentifier}`,
    )
    return false
  }
  const count = info.backups.length
  return count === 0 || event.confirm(`Confirm deletion of ${count} backup(s) for stanza ${stanza}?`, false)
}

/** Takes the instance out of its stanza; deletes the stanza when it was that of nobody else. */
export function instanceDropped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined) return
    const { stanza, path, others } = bound
    const isDeleted = await isToDelete(session, event, bound)
    const { datadir } = instance
    plan.step(
      'pgbackrest.stanza-file',
      { path, lock: editLock(session), stanza, member: null, datadir },
      { title: 'deconfiguring pgBackRest' },
    )
    const { execpath, configpath } = session.section
    if (isDeleted)
      plan.step('pgbackrest.stanza-delete', {
        execpath,
        configpath,
        stanza,
        datadir,
        repositories: repositoryKeys(session.section),
      })
    if (others.length === 0)
      plan.step('pgbackrest.remove-logs', { directory: session.section.logpath, stanza })
  }
}
