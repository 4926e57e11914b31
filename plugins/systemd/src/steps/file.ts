import { dirname } from 'node:path/posix'
import { type Effects, operational, type Performers, performer } from '@pglift/sdk'
import { asRoot, type Manager } from '../systemctl.js'

export interface ManagedFile extends Manager {
  readonly path: string
  /** What it is to hold; null: it is to go, and its directory too when that is a `.d` directory and empty then. */
  readonly content: string | null
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Writes or removes a file of systemd's configuration, by sudo where its directory is not ours. */
    'systemd.file': ManagedFile
  }
}

interface Former {
  readonly content: string | null
  /** Directories that were not there, outermost first. */
  readonly missing: readonly string[]
}

type Io = Pick<Effects, 'files' | 'processes'>

const MODE = 0o644
const DIRECTORY_MODE = 0o755

async function missingAbove(path: string, { files }: Io): Promise<string[]> {
  const missing: string[] = []
  for (let at = dirname(path); (await files.status(at)) === undefined; at = dirname(at)) missing.unshift(at)
  return missing
}

async function isOurs(path: string, io: Io): Promise<boolean> {
  const [outermost] = await missingAbove(path, io)
  return io.files.isWritable(dirname(outermost ?? path))
}

/** Whether sudo is needed. Fails with `PGLIFT_SYSTEMD_REFUSED` where it is, and is not to be used. */
async function needsRoot({ user, sudo }: Manager, path: string, io: Io): Promise<boolean> {
  if (await isOurs(path, io)) return false
  if (sudo) return true
  const settings = user ? "'systemd.unit_path'" : "'systemd.sudo: true', or 'systemd.user: true',"
  throw operational('PGLIFT_SYSTEMD_REFUSED', `${path}: permission denied`, {
    hint: `set ${settings} in the site settings`,
  })
}

async function write(manager: Manager, path: string, content: string, io: Io): Promise<void> {
  if (!(await needsRoot(manager, path, io))) {
    await io.files.makeDirectories(dirname(path), DIRECTORY_MODE)
    return io.files.write(path, content, MODE)
  }
  const missing = await missingAbove(path, io)
  if (missing.length > 0) await asRoot(['mkdir', '-p', dirname(path)], manager, io)
  await asRoot(['tee', path], manager, io, { input: content })
}

async function remove(manager: Manager, path: string, io: Io): Promise<void> {
  if ((await io.files.status(path)) === undefined) return
  if (!(await needsRoot(manager, path, io))) return io.files.removeFile(path)
  await asRoot(['rm', '-f', path], manager, io)
}

async function removeDirectory(manager: Manager, path: string, io: Io): Promise<void> {
  if ((await io.files.status(path)) === undefined || (await io.files.list(path)).length > 0) return
  if (!(await needsRoot(manager, path, io))) await io.files.removeEmptyDirectory(path)
  else await asRoot(['rmdir', path], manager, io, { accept: [1] })
}

async function place({ path, content, ...manager }: ManagedFile, io: Io): Promise<void> {
  if (content !== null) return write(manager, path, content, io)
  await remove(manager, path, io)
  const directory = dirname(path)
  if (directory.endsWith('.d')) await removeDirectory(manager, directory, io)
}

/** Unit files, drop-ins and those of tmpfiles.d. */
export const fileSteps: Performers = performer<'systemd.file', Former>('systemd.file', {
  holds: async ({ path, content }, { effects }) => ((await effects.files.readText(path)) ?? null) === content,
  prepare: async ({ path }, { effects }) => ({
    content: (await effects.files.readText(path)) ?? null,
    missing: await missingAbove(path, effects),
  }),
  do: (file, { effects }) => place(file, effects),
  async undo(file, former, { effects }) {
    const { content, missing } = former
    await effects.files.removeLeftovers(file.path)
    await place({ ...file, content }, effects)
    for (const directory of missing.toReversed()) await removeDirectory(file, directory, effects)
  },
  async diff({ path, content }, { effects }) {
    const before = await effects.files.readText(path)
    return {
      path,
      ...(before === undefined ? {} : { before }),
      ...(content === null ? {} : { after: content }),
    }
  },
})
