import { AT_FIRST, advance, type Progress } from './progress.js'

/** A wait for a member, as far as it has come. Times are milliseconds since the epoch. */
export interface Wait {
  readonly progress: Progress
  /** What the member is doing, in Patroni's words; empty while its API does not answer. */
  readonly activity: string
  /** When something moved last. */
  readonly since: number
  /** Since when etcd can't be reached; undefined: it can. */
  readonly etcdSince: number | undefined
}

/** Activities of Patroni that may take as long as they do: copying terabytes, replaying WAL. */
const LONG = /creating replica|running custom bootstrap|starting|restoring|initializing new cluster/

/** A wait that begins at that time. */
export const beginWait = (at: number): Wait => ({
  progress: AT_FIRST,
  activity: '',
  since: at,
  etcdSince: undefined,
})

/** The wait after one more look at the member and what its logs have said since the last. */
export function continueWait(
  before: Wait,
  { activity, lines, at }: { activity: string; lines: readonly string[]; at: number },
): Wait {
  const progress = lines.reduce(advance, before.progress)
  const { waitsForLeader, failedCopies } = progress
  const isElsewhere =
    waitsForLeader !== before.progress.waitsForLeader || (!waitsForLeader && activity !== before.activity)
  const isBusy = LONG.test(activity) && failedCopies === 0 && !waitsForLeader
  return {
    progress,
    activity,
    since: isElsewhere || isBusy ? at : before.since,
    etcdSince: progress.etcdProblem === undefined ? undefined : (before.etcdSince ?? at),
  }
}
