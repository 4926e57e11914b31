import type { StanzaBackup, StanzaInfo } from './info.js'
import {
  deadEnd,
  type Fork,
  leadsTo,
  liveTimeline,
  parseHistory,
  segmentName,
  type Timeline,
} from './timelines.js'
import { type Asking, type LocalWal, localSource, repositorySource, type WalSource } from './wal-sources.js'

/** What can be restored to a moment, or to the latest state. */
export interface Lineage {
  /** Timeline to follow; undefined: there is only one. */
  readonly timeline: number | undefined
  /** Backups from which recovery gets there, newest first. */
  readonly backups: readonly StanzaBackup[]
  /** Where it has to end, as no WAL of the timelines after it was archived, but some that was left behind there. */
  readonly end?: Fork
}

/** Timelines by number, each from when the first source has it: copies of a repository may be younger. */
function merged(sources: readonly WalSource[]): Timeline[] {
  const known = new Map<number, number>()
  for (const { timelines } of sources)
    for (const { timeline, beganMs } of timelines)
      known.set(timeline, Math.min(beganMs, known.get(timeline) ?? beganMs))
  return [...known]
    .map(([timeline, beganMs]) => ({ timeline, beganMs }))
    .sort((one, other) => one.timeline - other.timeline)
}

async function historyOf(sources: readonly WalSource[], timeline: number): Promise<Fork[]> {
  const source = sources.find(({ timelines }) => timelines.some((each) => each.timeline === timeline))
  return source === undefined ? [] : parseHistory(await source.history(timeline))
}

/** A dead end matters when WAL goes on behind it. */
async function endOf(
  sources: readonly WalSource[],
  timeline: number,
  history: readonly Fork[],
  segmentSize: number,
): Promise<Fork | undefined> {
  const fork = deadEnd(timeline, history, new Set(sources.flatMap(({ withWal }) => withWal)))
  if (fork === undefined) return undefined
  const name = segmentName(fork.timeline, fork.lsn, segmentSize)
  for (const source of sources)
    if (source.withWal.includes(fork.timeline) && (await source.hasSegment(name))) return fork
  return undefined
}

export interface LineageRequest {
  /** The timeline is that of this moment, in milliseconds since 1970; the latest without it. */
  readonly atMs?: number | undefined
  readonly local?: LocalWal | undefined
}

/**
 * The timeline that was the present one at a moment and the backups that lead to it: after a restore to the past, what
 * was done before it on the other timeline is no way to where the cluster is now. Two short calls of pgBackRest; one when
 * nothing was ever restored or promoted.
 */
export async function lineageOf(
  session: Asking,
  stanza: string,
  { archives, backups, segmentSize }: StanzaInfo,
  { atMs, local }: LineageRequest = {},
): Promise<Lineage> {
  const sources = await Promise.all([
    ...archives.map((archive) => repositorySource(session, stanza, archive)),
    ...(local === undefined ? [] : [localSource(session, local)]),
  ])
  const timelines = merged(sources)
  if (timelines.length === 0) return { timeline: undefined, backups }
  const timeline = liveTimeline(timelines, atMs)
  const history = await historyOf(sources, timeline)
  const end = await endOf(sources, timeline, history, segmentSize)
  return {
    timeline,
    backups: backups.filter(({ position }) => leadsTo(position, timeline, history)),
    ...(end === undefined ? {} : { end }),
  }
}
