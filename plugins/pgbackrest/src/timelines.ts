/** Where a timeline was left for its successor. */
export interface Fork {
  readonly timeline: number
  /** End of what the successor has of it. */
  readonly lsn: bigint
}

/** A timeline whose history is known: a promotion, or a recovery that ended, has begun it. */
export interface Timeline {
  readonly timeline: number
  /** When its history was written or archived, in milliseconds since 1970: a moment after it began. */
  readonly beganMs: number
}

/** Where a backup lies on the timelines. */
export interface Position {
  readonly timeline: number
  /** Where it ends; undefined when pgBackRest does not tell. */
  readonly stop: bigint | undefined
}

/** `0/6000190` as a number. */
export function parseLsn(text: string): bigint | undefined {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined) return undefined
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

const hex = (value: bigint | number): string => value.toString(16).toUpperCase()

/** The other way round. */
export function lsnText(lsn: bigint): string {
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffffffffn)}`
}

/** Timeline of a WAL segment: the first eight digits of its name. */
export function timelineOf(segment: string): number {
  return Number.parseInt(segment.slice(0, 8), 16)
}

const eight = (value: bigint | number): string => hex(value).padStart(8, '0')

/** Name of the WAL segment in which a timeline has `lsn`; `size` of segments in bytes. */
export function segmentName(timeline: number, lsn: bigint, size: number): string {
  return `${eight(timeline)}${eight(lsn >> 32n)}${eight((lsn & 0xffffffffn) / BigInt(size))}`
}

const SIZES = Array.from({ length: 11 }, (_, index) => 2 ** (20 + index))
const USUAL_SIZE = 2 ** 24

/** Bytes of a segment (`initdb --wal-segsize`): the size at which these names hold these positions. */
export function segmentSize(known: readonly { readonly segment: string; readonly lsn: bigint }[]): number {
  const fits = (size: number) =>
    known.every(({ segment, lsn }) => segmentName(timelineOf(segment), lsn, size) === segment)
  return fits(USUAL_SIZE) ? USUAL_SIZE : (SIZES.find(fits) ?? USUAL_SIZE)
}

/** Names of history files. */
export const HISTORY = /^[0-9A-F]{8}\.history$/

/** Name of the history file of a timeline. */
export function historyName(timeline: number): string {
  return `${eight(timeline)}.history`
}

/** A history file (PostgreSQL documentation, "Timelines"): a line for each ancestor, oldest first. */
export function parseHistory(text: string): Fork[] {
  return text.split('\n').flatMap((line) => {
    const [, timeline, at = ''] = /^\s*(\d+)\s+(\S+)/.exec(line) ?? []
    const lsn = parseLsn(at)
    return timeline === undefined || lsn === undefined ? [] : [{ timeline: Number(timeline), lsn }]
  })
}

/** The timeline that was the present one at that moment; the newest without one. 1 when no history is known. */
export function liveTimeline(timelines: readonly Timeline[], atMs = Number.POSITIVE_INFINITY): number {
  return timelines.findLast(({ beganMs }) => beganMs <= atMs)?.timeline ?? 1
}

/** Whether recovery can go from the backup to the timeline, whose history is given: it must not have ended after the fork. */
export function leadsTo({ timeline, stop }: Position, target: number, history: readonly Fork[]): boolean {
  if (timeline === target) return true
  const fork = history.find((each) => each.timeline === timeline)
  return fork !== undefined && (stop === undefined || stop <= fork.lsn)
}

/**
 * The fork after which there is no WAL on the way to a timeline, whose history is given; undefined when there is some of
 * that timeline itself. PostgreSQL, which looks for each segment on the timelines of the history from the last to the
 * first, would go on with what was left behind there.
 */
export function deadEnd(
  target: number,
  history: readonly Fork[],
  withWal: ReadonlySet<number>,
): Fork | undefined {
  return withWal.has(target) ? undefined : history.findLast(({ timeline }) => withWal.has(timeline))
}
