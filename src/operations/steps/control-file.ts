import { join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { type ControlData, parseControlData } from '../../postgresql/control-data.js'

/** Bytes that matter: its fields; the rest of the file is zeros (PG_CONTROL_FILE_SIZE). */
const CONTROL_BYTES = 8192

/** Path of pg_control in a data directory. */
export function controlFile(datadir: string): string {
  return join(datadir, 'global', 'pg_control')
}

/** What pg_control of a data directory says; undefined when there is none, or initdb was killed before it was whole. */
export async function readControlData(
  { files }: Pick<Effects, 'files'>,
  datadir: string,
): Promise<ControlData | undefined> {
  const bytes = await files.readBytes(controlFile(datadir), CONTROL_BYTES)
  return bytes === undefined ? undefined : parseControlData(bytes)
}
