import { dirname } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { backupPath } from '../../engine/backup-path.js'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import {
  changedEntries,
  type EntryKey,
  editPassfile,
  onlyEntries,
  type PassfileChange,
  restoreEntries,
} from '../passfile/edit.js'

export interface EditPassfile {
  path: string
  /** Lock file: commands on other instances edit the same file. */
  lock: string
  changes: readonly PassfileChange[]
  /** Logged at INFO when performed. */
  messages: readonly string[]
  /** The file will have nothing left, as far as could be seen when this was planned. */
  empties: boolean
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Adds, changes and removes entries of a password file. */
    'passfile.edit': EditPassfile
  }
}

/** The former entries lie in a file of mode 0600 of their own: what a journal holds may be shown. */
interface Former {
  keys: readonly EntryKey[]
  backup?: string
}

type Io = Pick<Effects, 'files' | 'locks'>

const WAIT_MS = 10_000

async function locked<T>({ locks }: Io, { path, lock }: EditPassfile, work: () => Promise<T>): Promise<T> {
  const held = await locks.acquire(lock, `editing ${path}`, WAIT_MS)
  try {
    return await work()
  } finally {
    await held.release()
  }
}

/** Writes the file that the path means: a symbolic link stays one. Answers whether it is gone because nothing is left. */
async function save({ files }: Io, path: string, before: string, text: string): Promise<boolean> {
  if (text === before) return false
  const target = (await files.realPath(path)) ?? path
  if (text === '') {
    await files.removeFile(target)
    return true
  }
  await files.makeDirectories(dirname(target), 0o700)
  await files.write(target, text, 0o600)
  return false
}

const emptied = (path: string): string => `removing now empty ${path}`

/** Both files hold passwords. */
async function removeLeftovers({ files }: Io, path: string, backup: string | undefined): Promise<void> {
  await files.removeLeftovers((await files.realPath(path)) ?? path)
  if (backup !== undefined) await files.removeLeftovers(backup)
}

/** A name that no earlier edit of this operation has taken. */
async function freeBackup(path: string, context: StepContext): Promise<string> {
  const { files } = context.effects
  const stem = backupPath(path, context)
  for (let count = 1; ; count += 1)
    if ((await files.status(`${stem}-${count}`)) === undefined) return `${stem}-${count}`
}

/** Editing the password file (libpq documentation, "The Password File"). */
export const passfileSteps: Performers = performer<'passfile.edit', Former>('passfile.edit', {
  describe: ({ path, messages, empties }) => [...messages, ...(empties ? [emptied(path)] : [])],
  async holds({ path, changes }, { effects: { files } }) {
    const text = (await files.readEditable(path)) ?? ''
    return editPassfile(text, changes) === text
  },
  async prepare({ path, changes }, context) {
    const { files } = context.effects
    const before = (await files.readEditable(path)) ?? ''
    const keys = changedEntries(before, editPassfile(before, changes))
    return onlyEntries(before, keys) === '' ? { keys } : { keys, backup: await freeBackup(path, context) }
  },
  async keep({ path }, { keys, backup }, { effects: { files } }) {
    if (backup === undefined) return
    await files.write(backup, onlyEntries((await files.readEditable(path)) ?? '', keys), 0o600)
  },
  do(args, { effects, log }) {
    const { path, changes, messages } = args
    return locked(effects, args, async () => {
      for (const message of messages) log.info(message)
      const before = (await effects.files.readEditable(path)) ?? ''
      if (await save(effects, path, before, editPassfile(before, changes))) log.info(emptied(path))
    })
  },
  undo(args, { keys, backup }, { effects }) {
    return locked(effects, args, async () => {
      await removeLeftovers(effects, args.path, backup)
      const former = backup === undefined ? '' : await effects.files.readEditable(backup)
      if (former === undefined) return // nothing was done yet, or it was undone before
      const before = (await effects.files.readEditable(args.path)) ?? ''
      await save(effects, args.path, before, restoreEntries(before, former, keys))
      if (backup !== undefined) await effects.files.removeFile(backup)
    })
  },
  async settle(_, { backup }, { effects }) {
    if (backup !== undefined) await effects.files.removeFile(backup)
  },
})
