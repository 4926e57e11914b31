import { Cancelled, type InstanceActionEvent } from '@pglift/sdk'
import type { StanzaInfo } from '../info.js'
import { localKeys, remoteRepositories, stanzaHost } from '../repositories.js'
import { editLock, type Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { type BoundStanza, boundStanza } from '../stanzas.js'
import { requireArchived } from './require-archived.js'

/** A stanza whose present cluster is another one is not ours to delete. */
function isOurs({ cluster }: StanzaInfo, { systemIdentifier }: InstanceActionEvent['instance']): boolean {
  return (
    cluster === undefined || systemIdentifier === undefined || cluster.systemIdentifier === systemIdentifier
  )
}

/** Whether the stanza can be deleted here at all: it is this instance's alone, and its repositories can be read. */
function isDeletable(
  { section, log }: Session,
  event: InstanceActionEvent,
  stanza: string,
  info: StanzaInfo,
) {
  const here = localKeys(section)
  const problem = info.problems.find(({ repository }) => here.includes(repository))
  if (problem !== undefined)
    log.warning(`stanza '${stanza}' is kept: its repository can't be read: ${problem.message}`)
  if (!info.exists || problem !== undefined) return false
  if (isOurs(info, event.instance)) return true
  log.warning(
    `stanza '${stanza}' is kept: it is that of the cluster with system identifier ${info.cluster?.systemIdentifier}`,
  )
  return false
}

/** Keys of the repositories of other hosts that hold the stanza without a backup; those with backups keep them. */
function emptyElsewhere(
  { section, log }: Session,
  stanza: string,
  { present, backups }: StanzaInfo,
): number[] {
  return remoteRepositories(section).flatMap(({ key, repository }) => {
    if (!present.includes(key)) return []
    const { length } = backups.filter((backup) => backup.repository === key)
    if (length === 0) return [key]
    log.info(`${length} backup(s) of stanza '${stanza}' stay on repository host ${repository.host}`)
    return []
  })
}

/**
 * Keys of the repositories in which stanza, backups and WAL go as well: only those of this instance alone, and backups
 * only when agreed to.
 */
async function keysToDelete(
  session: Session,
  event: InstanceActionEvent,
  { stanza, others }: BoundStanza,
): Promise<number[]> {
  const { section } = session
  if (stanzaHost(section) !== undefined || others.length > 0) return []
  const info = await stanzaInfo(session, stanza)
  if (!isDeletable(session, event, stanza, info)) return []
  const here = localKeys(section).filter((key) => info.present.includes(key))
  const count = info.backups.filter(({ repository }) => here.includes(repository)).length
  const question = `Confirm deletion of ${count} backup(s) for stanza ${stanza}?`
  if (count > 0 && !(await event.confirm(question, false))) return []
  return [...here, ...emptyElsewhere(session, stanza, info)]
}

/** Takes the instance out of its stanza; deletes the stanza when it was that of nobody else. */
export function instanceDropped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined) return
    const { stanza, path, others } = bound
    const { execpath, configpath, logpath } = session.section
    const repositories = await keysToDelete(session, event, bound).catch((error: unknown) => {
      session.signal.throwIfAborted()
      if (error instanceof Cancelled) throw error
      session.log.warning(`stanza '${stanza}' is kept: ${(error as Error).message}`)
      return []
    })
    await requireArchived(session, event, stanza, repositories)
    const { datadir } = instance
    plan.step(
      'pgbackrest.stanza-file',
      { path, lock: editLock(session), stanza, member: null, datadir },
      { title: 'deconfiguring pgBackRest' },
    )
    if (repositories.length > 0)
      plan.step('pgbackrest.stanza-delete', { execpath, configpath, stanza, datadir, repositories })
    if (others.length === 0) plan.step('pgbackrest.remove-logs', { directory: logpath, stanza })
  }
}
