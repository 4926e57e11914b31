/** Where a timeline was left for its successor. */
interface Fork {
  readonly timeline: number
  /** End of what the successor has of it. */
  readonly lsn: bigint
}

/** A timeline that was archived: a promotion, or a recovery that ended, has begun it. */
export interface Timeline {
  readonly timeline: number
  /** When its history was archived, in milliseconds since 1970: a moment after it began. */
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

/** Timeline of a WAL segment: the first eight digits of its name. */
export function timelineOf(segment: string): number {
  return Number.parseInt(segment.slice(0, 8), 16)
}

/** Timelines in `pgbackrest repo-ls --output=json` of a stanza's archive, oldest first. The first one has no history. */
export function parseTimelines(json: string): Timeline[] {
  const listed = JSON.parse(json) as Record<string, { time?: number }>
  return Object.entries(listed)
    .flatMap(([name, { time = 0 }]) =>
      /^[0-9A-F]{8}\.history$/.test(name) ? [{ timeline: timelineOf(name), beganMs: time * 1000 }] : [],
    )
    .sort((one, other) => one.timeline - other.timeline)
}

/** Name of the history file of a timeline. */
export function historyName(timeline: number): string {
  return `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`
}

/** A history file (PostgreSQL documentation, "Timelines"): a line for each ancestor. */
export function parseHistory(text: string): Fork[] {
  return text.split('\n').flatMap((line) => {
    const [, timeline, at = ''] = /^\s*(\d+)\s+(\S+)/.exec(line) ?? []
    const lsn = parseLsn(at)
    return timeline === undefined || lsn === undefined ? [] : [{ timeline: Number(timeline), lsn }]
  })
}

/** The timeline that was the present one at that moment; the newest without one. 1 when none was archived. */
export function liveTimeline(timelines: readonly Timeline[], atMs = Number.POSITIVE_INFINITY): number {
  return timelines.findLast(({ beganMs }) => beganMs <= atMs)?.timeline ?? 1
}

/** Whether recovery can go from the backup to the timeline, whose history is given: it must not have ended after the fork. */
export function leadsTo({ timeline, stop }: Position, target: number, history: readonly Fork[]): boolean {
  if (timeline === target) return true
  const fork = history.find((each) => each.timeline === timeline)
  return fork !== undefined && (stop === undefined || stop <= fork.lsn)
}
