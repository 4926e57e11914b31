/** `PM_STATUS_*` of PostgreSQL, without their padding. */
export type PostmasterStatus = 'starting' | 'stopping' | 'ready' | 'standby'

/** What a running (or crashed) postmaster has written about itself. Lines not yet written are undefined. */
export interface PostmasterPid {
  /** Process id; a file made by a stand-alone backend (`postgres --single`) has it negated, hence `standalone`. */
  pid: number
  standalone: boolean
  datadir?: string
  /** Start of the postmaster, seconds since the epoch. */
  startedAt?: number
  port?: number
  /** First socket directory; undefined when the server listens on none. */
  socketDirectory?: string
  /** First TCP address: `localhost`, `*`; undefined when it listens on none. */
  listenAddress?: string
  sharedMemory?: { key: number; id: number }
  status?: PostmasterStatus
}

const STATUSES: readonly string[] = ['starting', 'stopping', 'ready', 'standby']

/**
 * Parses `postmaster.pid` (format: `LOCK_FILE_LINE_*` in PostgreSQL's pidfile.h, the same in 10 to 18).
 * The server writes it line by line, so a truncated file is ordinary; one without a process id gives undefined.
 */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split('\n')
  const pid = integer(lines[0])
  if (pid === undefined || pid === 0) return undefined
  const parsed: PostmasterPid = { pid: Math.abs(pid), standalone: pid < 0 }
  const [, datadir, startedAt, port, socketDirectory, listenAddress, sharedMemory, status] = lines
  if (datadir) parsed.datadir = datadir
  assign(parsed, 'startedAt', integer(startedAt))
  assign(parsed, 'port', integer(port) || undefined)
  if (socketDirectory) parsed.socketDirectory = socketDirectory
  if (listenAddress) parsed.listenAddress = listenAddress
  const [key, id] = (sharedMemory ?? '').trim().split(/\s+/).map(integer)
  if (key !== undefined && id !== undefined) parsed.sharedMemory = { key, id }
  const word = (status ?? '').trim()
  if (STATUSES.includes(word)) parsed.status = word as PostmasterStatus
  return parsed
}

/** Whether connections are accepted: read-write (`ready`) or read-only (`standby`). */
export function acceptsConnections(file: PostmasterPid): boolean {
  return file.status === 'ready' || file.status === 'standby'
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : undefined
}

function assign<K extends 'startedAt' | 'port'>(
  target: PostmasterPid,
  key: K,
  value: number | undefined,
): void {
  if (value !== undefined) target[key] = value
}
