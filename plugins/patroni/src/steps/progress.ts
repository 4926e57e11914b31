/** What lines of Patroni's log tell about a member that is on its way. */
export interface Progress {
  /** It waits for another node to make the cluster, or to lead it. */
  waitsForLeader: boolean
  /** Attempts to copy the leader that failed. */
  failedCopies: number
  /** Words of the last failure to reach etcd, since it was last reached. */
  etcdProblem: string | undefined
  /** It will not get better. */
  fatal: string | undefined
}

/** Before anything was logged. */
export const AT_FIRST: Progress = {
  waitsForLeader: false,
  failedCopies: 0,
  etcdProblem: undefined,
  fatal: undefined,
}

const FATAL =
  /system ID mismatch|Failed to bootstrap cluster|removing initialize key after failed attempt|Exiting|couldn't start a service on|Couldn't start a service on|Can not find suitable configuration/
const ETCD =
  /Failed to get list of machines|waiting on etcd|EtcdConnectionFailed|Etcd3?Exception|InvalidAuthToken|AuthFailed|Etcd3Error|DCS is not accessible/i
const COPY =
  /failed to bootstrap|Error creating replica|pg_basebackup exited with code=|replica method .* failed|Error when fetching backup/i

/** Made by none of the others: by a backup, while none of them leads. Says nothing of how copying the leader will do. */
const WITHOUT_LEADER = /failed to bootstrap \(without leader\)/
const NO_LEADER_YET = /Lock owner: None|bootstrap \(without leader\)/

/** The message of a line of the log: `2026-11-23 03:29:52,186 INFO: Lock owner: None`. */
export function messageOf(line: string): { level: string; text: string } | undefined {
  const [, level, text] = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ([A-Z]+): (.*)$/.exec(line) ?? []
  return level === undefined || text === undefined ? undefined : { level, text }
}

/** Reads one more line. */
export function advance(progress: Progress, line: string): Progress {
  const { level = '', text = line } = messageOf(line) ?? {}
  if (FATAL.test(text)) return { ...progress, fatal: text }
  if (ETCD.test(text)) return { ...progress, etcdProblem: text }
  if (WITHOUT_LEADER.test(text)) return { ...progress, failedCopies: 0, waitsForLeader: true }
  if (COPY.test(text)) return { ...progress, failedCopies: progress.failedCopies + 1 }
  if (/waiting for leader to bootstrap/.test(text))
    return { ...progress, waitsForLeader: true, etcdProblem: undefined }
  if (level !== 'INFO') return progress
  const waitsForLeader = progress.waitsForLeader && NO_LEADER_YET.test(text)
  return { ...progress, waitsForLeader, etcdProblem: undefined }
}
