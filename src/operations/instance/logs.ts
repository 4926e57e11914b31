import { dirname, isAbsolute, join } from 'node:path'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Bytes read at a time. */
const CHUNK = 256 * 1024
/** Longest time, in milliseconds, until a rotation into another directory is seen. */
const LOOK_AGAIN_MS = 1000

/** Destination and path of each line of `current_logfiles` (PostgreSQL docs, "Database File Layout"). */
export function parseCurrentLogfiles(text: string): { destination: string; path: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, destination, path] = /^(\S+) (.+)$/.exec(line) ?? []
    return destination === undefined || path === undefined ? [] : [{ destination, path }]
  })
}

/** The first of the instance's `log_destination`s that the collector writes to. */
function logFileOf(text: string, instance: ObservedInstance): string | undefined {
  const records = parseCurrentLogfiles(text)
  for (const destination of destinations(instance)
    .split(',')
    .map((name) => name.trim())) {
    const found = records.find((record) => record.destination === destination)
    if (found !== undefined) return isAbsolute(found.path) ? found.path : join(instance.datadir, found.path)
  }
  return undefined
}

function destinations({ conf }: ObservedInstance): string {
  return String(conf.log_destination ?? 'stderr')
}

const currentLogfiles = ({ effects }: Host, { datadir }: ObservedInstance) =>
  effects.files.readText(join(datadir, 'current_logfiles'))

/**
 * Path of the file that the server logs to now. Fails with `PGLIFT_NO_LOG` when it has no log collector, never started,
 * or logs somewhere else.
 */
async function currentLogFile(host: Host, instance: ObservedInstance): Promise<string> {
  const text = await currentLogfiles(host, instance)
  if (text === undefined)
    throw operational('PGLIFT_NO_LOG', `file 'current_logfiles' for instance ${instance.id} not found`, {
      hint: `a server keeps it while it runs with 'logging_collector'; see also ${instance.startLog}`,
    })
  const path = logFileOf(text, instance)
  if (path !== undefined) return path
  throw operational(
    'PGLIFT_NO_LOG',
    `no record matching '${destinations(instance)}' log destination found for instance ${instance.id}`,
  )
}

async function* appended(host: Host, path: string, from: number): AsyncGenerator<Buffer, number> {
  let offset = from
  for (;;) {
    const chunk = await host.effects.files.readBytes(path, CHUNK, offset)
    if (chunk === undefined || chunk.length === 0) return offset
    offset += chunk.length
    yield chunk
  }
}

/** What was written before a rotation is read to its end before the next file is begun. */
async function rotated(host: Host, instance: ObservedInstance, path: string): Promise<string | undefined> {
  const text = await currentLogfiles(host, instance)
  const now = text === undefined ? undefined : logFileOf(text, instance)
  return now === path ? undefined : now
}

/**
 * The server's current log file, from its beginning; with `follow` also what is written from then on, across
 * rotations, until the command is interrupted.
 */
export async function* readLogs(
  host: Host,
  instance: ObservedInstance,
  { follow = false }: { follow?: boolean } = {},
): AsyncGenerator<Buffer, void> {
  let path = await currentLogFile(host, instance)
  host.log.info(`reading logs of instance ${instance.id} from ${path}`)
  let offset = yield* appended(host, path, 0)
  while (follow) {
    await host.effects.files.changed(dirname(path), LOOK_AGAIN_MS, host.signal)
    const next = await rotated(host, instance, path)
    const { size } = (await host.effects.files.status(path)) ?? { size: offset }
    offset = yield* appended(host, path, size < offset ? 0 : offset)
    if (next === undefined) continue
    host.log.info(`reading logs of instance ${instance.id} from ${next}`)
    path = next
    offset = yield* appended(host, path, 0)
  }
}
