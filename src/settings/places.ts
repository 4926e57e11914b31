import { join, normalize } from 'node:path/posix'
import type { SettingsReader } from './reader.js'
import type { PathKind } from './schema/fields.js'
import type { SystemUser } from './types.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Directories that relative paths are taken below. */
export interface Places {
  readonly home: string
  readonly prefix: string
  readonly runPrefix: string
}

/** An absolute path without `.`, `..` and slashes that are not needed; undefined if `value` is relative. */
export function absolutePath(value: string, home: string): string | undefined {
  const expanded = value === '~' || value.startsWith('~/') ? join(home, value.slice(1)) : value
  if (!expanded.startsWith('/')) return undefined
  const path = normalize(expanded)
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Makes a setting's path absolute; undefined if it is relative and its kind takes none. */
export function placePath(kind: PathKind, value: string, places: Places): string | undefined {
  const absolute = absolutePath(value, places.home)
  if (absolute !== undefined || kind === 'absolute') return absolute
  return absolutePath(join(rootOf(kind, places), value), places.home)
}

function rootOf(kind: Exclude<PathKind, 'absolute'>, { prefix, runPrefix }: Places): string {
  switch (kind) {
    case 'config':
      return join(prefix, 'etc')
    case 'data':
      return join(prefix, 'srv')
    case 'log':
      return join(prefix, 'log')
    case 'run':
      return runPrefix
  }
}

/** Default of `prefix`: `/` for root, else pglift's directory among the user's data (XDG Base Directory). */
export function defaultPrefix(env: Environment, user: SystemUser): string {
  if (user.uid === 0) return '/'
  return join(env.XDG_DATA_HOME || join(user.home, '.local/share'), 'pglift')
}

/** Default of `run_prefix`: below `/run`, or the directory of temporary files where the session has no directory there. */
export async function defaultRunPrefix(env: Environment, user: SystemUser, reader: SettingsReader) {
  if (user.uid === 0) return '/run/pglift'
  const session = env.XDG_RUNTIME_DIR || `/run/user/${user.uid}`
  return join((await reader.isDirectory(session)) ? session : user.temporaryDirectory, 'pglift')
}
