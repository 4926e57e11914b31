import { basename, dirname, join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { controlFile } from './control-file.js'

type Io = Pick<Effects, 'files'>

/**
 * Path, or template of one, of the note that pg_rewind has begun in a data directory. It lies beside the directory:
 * pg_rewind removes from it what the source doesn't have.
 */
export function rewindMarker(datadir: string): string {
  return join(dirname(datadir), `.${basename(datadir)}.rewinding`)
}

/**
 * Which pg_control it is. pg_rewind writes into the file that is there; a restore, or a new cluster, brings another, and
 * the note is about nothing any more.
 */
async function identity({ files }: Io, datadir: string): Promise<string | undefined> {
  const status = await files.status(controlFile(datadir))
  // As stat(1) prints it: the service's unit compares it, too.
  return status === undefined ? undefined : `${status.inode} ${Math.floor(status.birthMs / 1000)}`
}

/** Notes, on disk, that pg_rewind is about to write into the directory. */
export async function noteRewind(io: Io, datadir: string): Promise<void> {
  await io.files.write(rewindMarker(datadir), `${await identity(io, datadir)}\n`, 0o600)
}

/** The directory is whole again, or its rewind did not begin. */
export async function forgetRewind({ files }: Io, datadir: string): Promise<void> {
  await files.removeFile(rewindMarker(datadir))
}

/**
 * Whether a rewind of the directory was begun and has not come to its end. Nothing in the directory tells: pg_control is
 * written last, so a server would start on files of two timelines.
 */
export async function isHalfRewound(io: Io, datadir: string): Promise<boolean> {
  const noted = (await io.files.readText(rewindMarker(datadir)))?.trim()
  return noted !== undefined && noted === (await identity(io, datadir))
}
