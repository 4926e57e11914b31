import { endianness } from 'node:os'
import { join } from 'node:path'
import type { Effects } from '@pglift/sdk'
import { HISTORY, segmentName, timelineOf } from './timelines.js'

type Reading = Pick<Effects, 'files'>

const READY = '.ready'

/** Names of the segments, oldest first, that wait for being archived. `waldir` is where WAL really lies. */
export async function waitingSegments({ files }: Reading, waldir: string): Promise<string[]> {
  const names = await files.list(join(waldir, 'archive_status'))
  return names
    .filter((name) => name.endsWith(READY))
    .map((name) => name.slice(0, -READY.length))
    .sort()
}

/** Where the address of a page stands in its header (PostgreSQL's xlog_internal.h), and its bytes. */
const PAGE_ADDRESS = { offset: 8, bytes: 8 } as const

const readPageAddress = (header: Buffer): bigint =>
  endianness() === 'LE'
    ? header.readBigUInt64LE(PAGE_ADDRESS.offset)
    : header.readBigUInt64BE(PAGE_ADDRESS.offset)

/** Whether a segment holds what its name says: files that wait for being used still hold what they held before, or zeros. */
async function isWritten({ files }: Reading, waldir: string, name: string): Promise<boolean> {
  const path = join(waldir, name)
  const header = await files.readBytes(path, PAGE_ADDRESS.offset + PAGE_ADDRESS.bytes)
  const { size = 0 } = (await files.status(path)) ?? {}
  if (header === undefined || header.length < PAGE_ADDRESS.offset + PAGE_ADDRESS.bytes || size === 0)
    return false
  return segmentName(timelineOf(name), readPageAddress(header), size) === name
}

/**
 * Names of the segments and histories, oldest first, that nobody has said are archived: in a directory of WAL whose data
 * directory is gone, all that may be nowhere else, the segment that was being written included.
 */
export async function unarchivedFiles(reading: Reading, waldir: string): Promise<string[]> {
  const { files } = reading
  const done = new Set(await files.list(join(waldir, 'archive_status')))
  const found: string[] = []
  for (const name of (await files.list(waldir)).sort()) {
    if (done.has(`${name}.done`)) continue
    const isSegment = /^[0-9A-F]{24}$/.test(name)
    if (isSegment ? await isWritten(reading, waldir, name) : HISTORY.test(name)) found.push(name)
  }
  return found
}
