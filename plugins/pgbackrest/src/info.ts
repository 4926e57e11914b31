import { DATABASES_ANNOTATION } from './argv/backup.js'
import { type Position, parseLsn, segmentSize, timelineOf } from './timelines.js'

/** One backup, as `instance backups` shows it. Sizes in bytes, dates in ISO 8601. */
export interface Backup {
  readonly label: string
  /** Of the cluster; null where pgBackRest does not tell. */
  readonly size: number | null
  /** In the repository; null for block-incremental backups, of which pgBackRest does not tell it. */
  readonly repo_size: number | null
  readonly date_start: string
  readonly date_stop: string
  readonly type: 'full' | 'incr' | 'diff'
  /** Null: not noted with the backup, which pglift did not make. */
  readonly databases: readonly string[] | null
}

/** A cluster that a stanza holds or held backups of. */
export interface StanzaCluster {
  /** Decimal, as it doesn't fit a number. */
  readonly systemIdentifier: string
  /** Major: `15`. */
  readonly version: string
}

/** A backup, and whether it is one of the cluster that the stanza has now: not so after an upgrade of PostgreSQL. */
export interface StanzaBackup extends Backup {
  readonly isCurrent: boolean
  /** Key of the repository that has it. */
  readonly repository: number
  /** Where it lies on the timelines. */
  readonly position: Position
}

/** WAL of the present cluster in a repository. */
export interface Archive {
  /** Name of its directory: `15-1`. */
  readonly id: string
  /** Key of the repository. */
  readonly repository: number
}

export interface StanzaInfo {
  /** False when no repository has it. */
  readonly exists: boolean
  /** Keys of the repositories that have it. */
  readonly present: readonly number[]
  /** Newest first. */
  readonly backups: readonly StanzaBackup[]
  /** The one that is backed up now; undefined when the stanza does not exist. */
  readonly cluster: StanzaCluster | undefined
  /** Of the present cluster, in the order of the repositories' keys. */
  readonly archives: readonly Archive[]
  /** Bytes of a segment of WAL. */
  readonly segmentSize: number
  /** What is wrong with each repository that can't be read, by its key. */
  readonly problems: readonly { readonly repository: number; readonly message: string }[]
}

interface RawBackup {
  label: string
  database: { id: number; 'repo-key': number }
  archive: { start: string | null; stop: string | null }
  lsn?: { start?: string | null; stop?: string | null }
  type: Backup['type']
  annotation?: Record<string, string>
  info: { size?: number | null; repository: { size?: number | null } }
  timestamp: { start: number; stop: number }
}

interface RawStanza {
  name: string
  archive?: { id: string; database: { id: number; 'repo-key': number } }[]
  backup?: RawBackup[]
  db?: { id: number; 'repo-key': number; 'system-id': string; version: string }[]
  repo?: { key: number; status: { code: number; message: string } }[]
  status: { code: number; message: string }
}

/** Status codes of `info` (pgBackRest, command/info): what is neither wrong nor missing. */
const STATUS = { ok: 0, missingPath: 1, noBackup: 2, missingData: 3, mixed: 4, locked: 5, other: 99 } as const

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

function notedDatabases({ annotation }: RawBackup): string[] | null {
  try {
    const noted: unknown = JSON.parse(annotation?.[DATABASES_ANNOTATION] ?? 'null')
    return Array.isArray(noted) ? noted.map(String) : null
  } catch {
    return null // written by somebody else
  }
}

function toBackup(raw: RawBackup, isCurrent: boolean): StanzaBackup {
  const { label, type, info, timestamp, archive, lsn, database } = raw
  return {
    repository: database['repo-key'],
    isCurrent,
    position: { timeline: timelineOf(archive.start ?? '00000001'), stop: parseLsn(lsn?.stop ?? '') },
    label,
    size: info.size ?? null,
    repo_size: info.repository.size ?? null,
    date_start: isoTime(timestamp.start),
    date_stop: isoTime(timestamp.stop),
    type,
    databases: notedDatabases(raw),
  }
}

/** In which segment a backup begins, and where. */
function startOf({ archive: { start: segment }, lsn }: RawBackup): { segment: string; lsn: bigint }[] {
  const start = parseLsn(lsn?.start ?? '')
  return segment === null || start === undefined ? [] : [{ segment, lsn: start }]
}

// Its first line: hints for all cases follow. Outside of ASCII there is only what a wrong passphrase made of a file.
const legible = (message: string): string =>
  (message.trim().split('\n')[0] ?? '').replace(/:$/, '').replaceAll(/[^ -~]/g, '?')

function problemsOf({ repo = [] }: RawStanza): StanzaInfo['problems'] {
  const fine: ReadonlySet<number> = new Set([
    STATUS.ok,
    STATUS.missingPath,
    STATUS.noBackup,
    STATUS.missingData,
  ])
  return repo.flatMap(({ key, status: { code, message } }) =>
    fine.has(code) ? [] : [{ repository: key, message: legible(message) }],
  )
}

/**
 * JavaScript's numbers lose the last digits of system identifiers: they are read as text. Messages may hold what a wrong
 * passphrase made of a file, not escaped.
 */
function parseRaw(json: string): RawStanza[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  const clean = json.replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
  return JSON.parse(clean.replace(/("system-id":)\s*(\d+)/g, '$1"$2"')) as RawStanza[]
}

const NOTHING: StanzaInfo = {
  exists: false,
  present: [],
  backups: [],
  cluster: undefined,
  archives: [],
  segmentSize: segmentSize([]),
  problems: [],
}

/** What `pgbackrest info --output=json` says of one stanza. Throws SyntaxError when that is no JSON. */
export function parseInfo(json: string, stanza: string): StanzaInfo {
  const raw = parseRaw(json).find(({ name }) => name === stanza)
  if (raw === undefined) return NOTHING
  const { archive: archives = [], backup: backups = [], db = [] } = raw
  const clusterOf = ({ database }: Pick<RawBackup, 'database'>) =>
    db.find(({ id, 'repo-key': key }) => id === database.id && key === database['repo-key'])?.['system-id']
  const current = db.toSorted((one, other) => one.id - other.id || other['repo-key'] - one['repo-key']).at(-1)
  const isOfCurrent = (each: { database: RawBackup['database'] }) =>
    current !== undefined && clusterOf(each) === current['system-id']
  return {
    exists: db.length > 0,
    present: [...new Set(db.map((each) => each['repo-key']))].sort((one, other) => one - other),
    backups: backups
      .toSorted(
        (one, other) => other.timestamp.stop - one.timestamp.stop || (one.label < other.label ? 1 : -1),
      )
      .map((each) => toBackup(each, isOfCurrent(each))),
    cluster: current && { systemIdentifier: current['system-id'], version: current.version },
    archives: archives
      .filter(isOfCurrent)
      .map(({ id, database }) => ({ id, repository: database['repo-key'] }))
      .sort((one, other) => one.repository - other.repository),
    segmentSize: segmentSize(backups.filter(isOfCurrent).flatMap(startOf)),
    problems: problemsOf(raw),
  }
}
