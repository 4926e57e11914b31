import type { Argv } from '@pglift/sdk'
import { getArgv, listArgv } from './argv/repository.js'
import type { StanzaBackup, StanzaInfo } from './info.js'
import { runPgbackrest } from './run.js'
import type { Session } from './session.js'
import { historyName, leadsTo, liveTimeline, parseHistory, parseTimelines } from './timelines.js'

type Asking = Pick<Session, 'section' | 'effects' | 'signal' | 'log'>

/** What can be restored to a moment, or to the latest state. */
export interface Lineage {
  /** Timeline to follow; undefined: there is only one. */
  readonly timeline: number | undefined
  /** Backups from which recovery gets there, newest first. */
  readonly backups: readonly StanzaBackup[]
}

function ask({ effects, signal, log }: Asking, argv: Argv): Promise<string> {
  return runPgbackrest(argv, { processes: effects.processes, signal, log }, { what: 'look for timelines' })
}

/**
 * The timeline that was the present one at `atMs` (the latest without it) and the backups that lead to it: after a
 * restore to the past, what was done before it on the other timeline is no way to where the cluster is now. Two short
 * calls of pgBackRest; one when nothing was ever restored or promoted.
 */
export async function lineageOf(
  session: Asking,
  stanza: string,
  { archiveId, backups, repository }: StanzaInfo,
  atMs?: number,
): Promise<Lineage> {
  if (archiveId === undefined) return { timeline: undefined, backups }
  const directory = `archive/${stanza}/${archiveId}`
  const { section } = session
  const timelines = parseTimelines(await ask(session, listArgv(section, stanza, directory, repository)))
  if (timelines.length === 0) return { timeline: undefined, backups }
  const timeline = liveTimeline(timelines, atMs)
  const file = `${directory}/${historyName(timeline)}`
  const text = timeline === 1 ? '' : await ask(session, getArgv(section, stanza, file, repository))
  const history = parseHistory(text)
  const isOnTheWay = ({ position }: StanzaBackup) => leadsTo(position, timeline, history)
  return { timeline, backups: backups.filter(isOnTheWay) }
}
