import { dirname } from 'node:path'
import { operational } from '../errors/kinds.js'
import { Secret } from '../models/secret.js'
import { backupPath } from './backup-path.js'
import { type Performers, performer, type StepContext } from './step.js'

declare module './step.js' {
  interface StepKinds {
    /** With the directories above it; undone: those that it made are removed, if they are empty. */
    'directory.create': { path: string; mode: number }
    /** Replaced at once, with its mode; undone: the former file is put back. */
    'file.write': { path: string; content: string | Secret; mode: number }
    /** Undone: it is put back. */
    'file.remove': { path: string }
    /** Only when it is empty. */
    'directory.remove': { path: string }
    /** With all that it holds; nothing brings it back. */
    'tree.remove': { path: string }
    /** The same, unless it lies in a directory of somebody else's. */
    'site-directory.remove': { path: string }
  }
}

/** What stood at the path before: kept under another name in the same directory until the operation has ended. */
interface Former {
  backup?: string
}

async function formerOf(path: string, context: StepContext): Promise<Former> {
  return (await context.effects.files.status(path)) === undefined ? {} : { backup: backupPath(path, context) }
}

/**
 * Files are replaced by rename, so a second link keeps the former one whole: content, mode, owner. An earlier step of
 * this operation may have kept it already, as it was before all of it.
 */
async function keepFormer(
  path: string,
  { backup }: Former,
  { effects: { files } }: StepContext,
): Promise<void> {
  if (backup !== undefined && (await files.status(backup)) === undefined) await files.link(path, backup)
}

async function putBack(path: string, { backup }: Former, { effects: { files } }: StepContext): Promise<void> {
  await files.removeLeftovers(path)
  if (backup === undefined) return files.removeFile(path)
  if ((await files.status(backup)) !== undefined) await files.rename(backup, path)
}

async function dropBackup({ backup }: Former, { effects: { files } }: StepContext): Promise<void> {
  if (backup !== undefined) await files.removeFile(backup)
}

const reveal = (content: string | Secret): string => (content instanceof Secret ? content.reveal() : content)

const createDirectory = performer<'directory.create', { made: string[] }>('directory.create', {
  async holds({ path }, { effects }) {
    const found = await effects.files.realPath(path)
    if (found === undefined) return false
    if ((await effects.files.status(found))?.kind !== 'directory')
      throw operational('PGLIFT_NOT_A_DIRECTORY', `${path} exists but is not a directory`)
    if (!(await effects.files.isWritable(found)))
      throw operational('PGLIFT_NOT_WRITABLE', `directory ${path} exists but is not writable`)
    return true
  },
  prepare: async ({ path }, { effects }) => ({ made: await effects.files.missingDirectories(path) }),
  async do({ path, mode }, { effects }) {
    await effects.files.makeDirectories(path, mode)
  },
  async undo(_, { made }, { effects }) {
    for (const path of made.toReversed()) await effects.files.removeEmptyDirectory(path)
  },
  diff: async ({ path }) => ({ path, directory: true }),
})

const writeFile = performer<'file.write', Former>('file.write', {
  async holds({ path, content, mode }, { effects }) {
    const status = await effects.files.status(path)
    if (status?.kind !== 'file' || status.mode !== mode) return false
    return (await effects.files.readText(path)) === reveal(content)
  },
  prepare: ({ path }, context) => formerOf(path, context),
  keep: ({ path }, former, context) => keepFormer(path, former, context),
  do: ({ path, content, mode }, { effects }) => effects.files.write(path, reveal(content), mode),
  undo: ({ path }, former, context) => putBack(path, former, context),
  settle: (_, former, context) => dropBackup(former, context),
  async diff({ path, content }, { effects }) {
    if (content instanceof Secret) return undefined
    const before = await effects.files.readText(path)
    return { path, ...(before === undefined ? {} : { before }), after: content }
  },
})

const removeFile = performer<'file.remove', Former>('file.remove', {
  holds: async ({ path }, { effects }) => (await effects.files.status(path)) === undefined,
  prepare: ({ path }, context) => formerOf(path, context),
  keep: ({ path }, former, context) => keepFormer(path, former, context),
  do: ({ path }, { effects }) => effects.files.removeFile(path),
  undo: ({ path }, former, context) => putBack(path, former, context),
  settle: (_, former, context) => dropBackup(former, context),
  async diff({ path }, { effects }) {
    const before = await effects.files.readText(path)
    return before === undefined ? undefined : { path, before }
  },
})

const removeDirectory = performer<'directory.remove', { mode: number }>('directory.remove', {
  holds: async ({ path }, { effects }) =>
    (await effects.files.status(path)) === undefined || (await effects.files.list(path)).length > 0,
  prepare: async ({ path }, { effects }) => ({ mode: (await effects.files.status(path))?.mode ?? 0o700 }),
  do: async ({ path }, { effects }) => void (await effects.files.removeEmptyDirectory(path)),
  undo: async ({ path }, { mode }, { effects }) => void (await effects.files.makeDirectories(path, mode)),
})

const removeTree = performer('tree.remove', {
  holds: async ({ path }, { effects }) => (await effects.files.status(path)) === undefined,
  do: ({ path }, { effects }) => effects.files.removeTree(path),
})

const removeSiteDirectory = performer('site-directory.remove', {
  holds: async ({ path }, { effects }) => (await effects.files.status(path)) === undefined,
  async do({ path }, { effects: { files }, log }) {
    if (await files.isWritable(dirname(path))) return files.removeTree(path)
    log.warning(`${path} lies in a directory of somebody else's, and others may use it: left as it is`)
  },
})

/** The steps that every plan can declare. */
export const fileSteps: Performers = {
  ...createDirectory,
  ...writeFile,
  ...removeFile,
  ...removeDirectory,
  ...removeTree,
  ...removeSiteDirectory,
}
