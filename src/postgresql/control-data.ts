/** `DBState` of pg_control.h, in its order, worded as pg_controldata does. */
const STATES = [
  'starting up',
  'shut down',
  'shut down in recovery',
  'shutting down',
  'in crash recovery',
  'in archive recovery',
  'in production',
] as const

export type ClusterState = (typeof STATES)[number]

/** Where the fields stand that moved, or whose file grew, between control versions. Little or big endian alike. */
interface Layout {
  dataChecksumVersion: number
  /** The CRC-32C covers all bytes before it. */
  crc: number
}

/** `PG_CONTROL_VERSION`: 1300 for PostgreSQL 13 to 16, 1700 for 17, 1800 for 18 (one bool more before the nonce). */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  1300: { dataChecksumVersion: 252, crc: 288 },
  1700: { dataChecksumVersion: 252, crc: 288 },
  1800: { dataChecksumVersion: 252, crc: 292 },
}

export interface ControlData {
  /** Decimal text of a 64-bit number, as `pg_control_system()` and pg_controldata print it. */
  systemIdentifier: string
  controlVersion: number
  catalogVersion: number
  /** Undefined when the number is not one that PostgreSQL 13 to 18 know. */
  state?: ClusterState
  /** When the file was last written, seconds since the epoch. */
  modifiedAt?: number
  /** Location of the latest checkpoint: `0/17414D0`. */
  checkpoint?: string
  /** Timeline of the latest checkpoint. */
  timeline?: number
  /** `wal_level` in force: `minimal`, `replica`, `logical`. */
  walLevel?: string
  /** What the server that wrote the WAL had of parameters that recovery must not have less of. */
  followed?: Readonly<Record<string, number>>
  /** Bytes per WAL segment. */
  walSegmentSize?: number
  /** Undefined for an unknown control version: its layout is not guessed. */
  dataChecksums?: boolean
  /** Whether the CRC-32C of the file holds; undefined for an unknown control version. */
  crcValid?: boolean
}

/** Where they stand, in the order of the structure. */
const FOLLOWED = {
  max_connections: 180,
  max_worker_processes: 184,
  max_wal_senders: 188,
  max_prepared_transactions: 192,
  max_locks_per_transaction: 196,
} as const

const WAL_LEVELS = ['minimal', 'replica', 'logical']

/**
 * Reads `global/pg_control` (ControlFileData of pg_control.h, 64-bit builds), without running pg_controldata.
 * The byte order is the one in which the control version makes sense, as pg_controldata tells it.
 *
 * Returns undefined when `file` is too short to be one (initdb killed half-way). A control version that is not
 * known gives only the fields whose place never moved: identifier, versions, state.
 */
export function parseControlData(file: Uint8Array): ControlData | undefined {
  if (file.byteLength < 40) return undefined
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const little = view.getUint32(8, true) < 0x10000
  const controlVersion = view.getUint32(8, little)
  const head: ControlData = {
    systemIdentifier: view.getBigUint64(0, little).toString(),
    controlVersion,
    catalogVersion: view.getUint32(12, little),
  }
  const state = STATES[view.getUint32(16, little)]
  if (state) head.state = state
  const layout = LAYOUTS[controlVersion]
  if (!layout || file.byteLength < layout.crc + 4) return head
  return { ...head, ...readBody(view, little, layout, file) }
}

function readBody(view: DataView, little: boolean, layout: Layout, file: Uint8Array): Partial<ControlData> {
  const walLevel = WAL_LEVELS[view.getUint32(172, little)]
  return {
    modifiedAt: Number(view.getBigInt64(24, little)),
    checkpoint: formatLsn(view.getBigUint64(32, little)),
    timeline: view.getUint32(48, little),
    ...(walLevel === undefined ? {} : { walLevel }),
    followed: Object.fromEntries(
      Object.entries(FOLLOWED).map(([name, offset]) => [name, view.getInt32(offset, little)]),
    ),
    walSegmentSize: view.getUint32(228, little),
    dataChecksums: view.getUint32(layout.dataChecksumVersion, little) !== 0,
    crcValid: crc32c(file.subarray(0, layout.crc)) === view.getUint32(layout.crc, little),
  }
}

/** A WAL location as PostgreSQL prints it: high and low words in upper-case hexadecimal. */
function formatLsn(lsn: bigint): string {
  const hex = (word: bigint): string => word.toString(16).toUpperCase()
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffffffffn)}`
}

/** CRC-32C (Castagnoli, reflected), as PostgreSQL's `pg_crc32c`. The file is 300 bytes: no table is worth it. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
