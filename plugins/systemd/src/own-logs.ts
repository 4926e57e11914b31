import { dirname, resolve } from 'node:path/posix'
import { type Effects, maskText } from '@pglift/sdk'

const LINES = 20

type Io = Pick<Effects, 'files'>

/** Paths in a file of lines `KIND PATH`; none when it is not there. */
async function listed(listing: string | undefined, { files }: Io): Promise<string[]> {
  const text = listing === undefined ? undefined : await files.readText(listing)
  if (listing === undefined || text === undefined) return []
  const paths = text.split('\n').flatMap((line) => /^\S+ (.+)$/.exec(line)?.[1] ?? [])
  return [...new Set(paths.map((path) => resolve(dirname(listing), path)))]
}

/** How long the logs are that a service writes by itself, by path. */
export async function logSizes(listing: string | undefined, io: Io): Promise<ReadonlyMap<string, number>> {
  const paths = await listed(listing, io)
  const sizes = paths.map(async (path) => [path, (await io.files.status(path))?.size ?? 0] as const)
  return new Map(await Promise.all(sizes))
}

/**
 * What was written to them since they had those sizes, 20 lines of each at most, passwords masked: once a service logs by
 * itself, the journal gets nothing any more.
 */
export async function ownLogs(
  listing: string | undefined,
  before: ReadonlyMap<string, number>,
  io: Io,
): Promise<string[]> {
  const logs: string[] = []
  for (const path of await listed(listing, io)) {
    const { text } = (await io.files.readFrom(path, before.get(path) ?? 0)) ?? { text: '' }
    const lines = text.trimEnd().split('\n').slice(-LINES)
    if (lines.join('') !== '') logs.push(`${path}:\n${maskText(lines.join('\n'))}`)
  }
  return logs
}
