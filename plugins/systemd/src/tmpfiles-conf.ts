import type { RuntimeDirectory } from '@pglift/sdk'
import { quoted } from './unit-syntax.js'

/** User and group that directories are made for; none for those of a user's own service manager. */
export type Owner = readonly [user: string, group: string] | undefined

function line(path: string, mode: number, owner: Owner): string {
  const [user, group] = owner ?? ['-', '-']
  return `d ${quoted(path)} 0${mode.toString(8)} ${user} ${group} -\n`
}

/** A file of tmpfiles.d(5) for a directory below `runPrefix`, which must be the same user's: locks are in it. */
export function tmpfilesConf({ path, mode }: RuntimeDirectory, runPrefix: string, owner: Owner): string {
  return line(runPrefix, 0o755, owner) + line(path, mode, owner)
}
