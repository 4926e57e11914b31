import { join } from 'node:path'
import type { SiteEvent } from '@pglift/sdk'
import { isCluster } from '../cluster.js'
import { movedRepositories } from '../conf/base.js'
import { instanceAt } from '../instance-at.js'
import { planStanza } from '../plan.js'
import { repositoryKeys, stanzaHost } from '../repositories.js'
import { basePath, type Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { boundClusters } from '../stanzas.js'

interface Primary {
  readonly stanza: string
  readonly datadir: string
}

/** The primary of each stanza that has one here. */
export async function boundPrimaries(session: Session): Promise<Primary[]> {
  const { files } = session.effects
  const found = new Map<string, Primary>()
  for (const bound of await boundClusters(session)) {
    const isPrimary = (await files.status(join(bound.datadir, 'standby.signal'))) === undefined
    if (isPrimary && !found.has(bound.stanza) && (await isCluster(session.effects, bound.datadir)))
      found.set(bound.stanza, bound)
  }
  return [...found.values()]
}

/** Repositories, of those with these keys, that can be read and don't have the stanza, though they should. */
export async function lackingStanza(
  session: Session,
  stanza: string,
  keys: readonly number[],
): Promise<number[]> {
  if (keys.length === 0) return []
  const { present, problems } = await stanzaInfo(session, stanza)
  const unknown = problems.map(({ repository }) => repository)
  return keys.filter((key) => !present.includes(key) && !unknown.includes(key))
}

/**
 * What a repository has lost is not made anew unasked: when its storage is not mounted, WAL would be archived to where
 * nobody finds it again, and PostgreSQL would remove it.
 */
async function mayBeMade(
  session: Session,
  { confirm }: SiteEvent,
  { stanza, datadir }: Primary,
  lost: readonly number[],
): Promise<boolean> {
  if (lost.length === 0) return true
  const where = `repository ${lost.join(', ')}`
  session.log.warning(`stanza '${stanza}' of ${datadir} is missing in ${where}: is its storage mounted?`)
  return confirm(`Create stanza '${stanza}' in ${where}, which begins without a backup?`, false)
}

/** A repository that was added, or moved, lacks the stanzas of the instances that are there, whose WAL it would refuse. */
export async function planMissingStanzas(session: Session, event: SiteEvent): Promise<void> {
  const { section, effects, settings } = session
  if (stanzaHost(section) !== undefined) return
  const text = await effects.files.readText(basePath(section))
  if (text === undefined) return
  const moved = movedRepositories(text, section)
  const others = repositoryKeys(section).filter((key) => !moved.includes(key))
  for (const primary of await boundPrimaries(session)) {
    const { stanza, datadir } = primary
    const lost = await lackingStanza(session, stanza, others)
    if (!(await mayBeMade(session, event, primary, lost)) || moved.length + lost.length === 0) continue
    const { version = '', name = stanza } = instanceAt(settings, datadir) ?? {}
    const afterwards = `stanza '${stanza}' has no backup there yet: make one, 'pglift instance backup ${version}/${name}'`
    planStanza(session, event.plan, stanza, datadir, { afterwards })
  }
}
