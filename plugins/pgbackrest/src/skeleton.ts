import { join } from 'node:path'
import type { Effects } from '@pglift/sdk'

type Files = Effects['files']

/** Entries of a directory by what they are; links to directories count as those. */
async function entriesOf(files: Files, directory: string) {
  const names = await files.list(directory)
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name)
      const target = (await files.realPath(path)) ?? path
      return { path, target, isDirectory: await files.isDirectory(path) }
    }),
  )
}

/** Whether a directory holds directories only, and those again: no file is in any of them. */
export async function isSkeleton(files: Files, directory: string): Promise<boolean> {
  for (const { target, isDirectory } of await entriesOf(files, directory))
    if (!isDirectory || !(await isSkeleton(files, target))) return false
  return true
}

/**
 * Empties the directory of a restore that was killed before it brought any file: pgBackRest makes directories and links
 * first, and takes them for somebody's data the next time. Leaves what holds a file.
 */
export async function clearSkeleton(files: Files, directory: string): Promise<void> {
  if (!(await isSkeleton(files, directory))) return
  for (const { path, target } of await entriesOf(files, directory)) {
    await clearSkeleton(files, target)
    if (target === path) await files.removeEmptyDirectory(path)
    else await files.removeFile(path)
  }
}
