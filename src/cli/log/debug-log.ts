import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatRecord, strftime } from './log-format.js'
import type { LogRecord } from './log-record.js'

const FORMAT = '%(asctime)s %(levelname)-8s %(name)s - %(message)s'

/** Path of the debug log of this process: `<directory>/pglift-<pid>-<time>.log`. */
export function debugLogPath(directory: string = tmpdir(), now: Date = new Date()): string {
  return join(directory, `pglift-${process.pid}-${strftime('%Y%m%d%H%M%S', now)}.log`)
}

/** Writes all records of a command that met a bug, and the error with its causes, to a file of mode 0600. */
export async function writeDebugLog(
  path: string,
  records: readonly LogRecord[],
  error: Error,
): Promise<void> {
  const { realFiles } = await import('../../effects/files.js')
  const lines = records.map((record) => formatRecord(FORMAT, undefined, record))
  await realFiles().write(path, `${[...lines, '', traceback(error)].join('\n')}\n`, 0o600)
}

/** The same, in `directory` or that of temporary files; answers the path, or undefined when it could not be written. */
export async function keepDebugLog(
  error: Error,
  records: readonly LogRecord[] = [],
  directory?: string,
): Promise<string | undefined> {
  const path = debugLogPath(directory)
  return writeDebugLog(path, records, error).then(
    () => path,
    () => undefined,
  )
}

/** The stack of an error and of those that caused it. */
export function traceback(error: Error): string {
  const stack = error.stack ?? `${error.name}: ${error.message}`
  return error.cause instanceof Error ? `${stack}\nCaused by: ${traceback(error.cause)}` : stack
}
