import { join } from 'node:path/posix'
import { operational } from '../errors/kinds.js'
import type { SettingsReader } from './reader.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Directories where the site keeps its settings and templates, first wins: that of `PGLIFT_CONFIG_DIR` alone if it is set
 * (none if it is `/dev/null`), else pglift's in the user's configuration (XDG Base Directory), then `/etc/pglift`.
 */
export function configDirectories(env: Environment, home: string): readonly string[] {
  const only = env.PGLIFT_CONFIG_DIR
  if (only === '/dev/null') return []
  if (only) return [only]
  return [join(env.XDG_CONFIG_HOME || join(home, '.config'), 'pglift'), '/etc/pglift']
}

/** A settings file that was found. */
export interface SettingsFile {
  readonly path: string
  readonly text: string
}

/**
 * The first `settings.yaml` of the site's directories, undefined if there is none.
 *
 * @throws operational `PGLIFT_CONFIG_DIR` if that variable names no directory, `PGLIFT_SETTINGS_UNREADABLE` if the
 * file can't be read.
 */
export async function findSettingsFile(
  env: Environment,
  home: string,
  reader: SettingsReader,
): Promise<SettingsFile | undefined> {
  const directories = configDirectories(env, home)
  await requireDirectory(env, reader)
  for (const directory of directories) {
    const path = join(directory, 'settings.yaml')
    const text = await read(path, reader)
    if (text !== undefined) return { path, text }
  }
  return undefined
}

async function requireDirectory(env: Environment, reader: SettingsReader): Promise<void> {
  const directory = env.PGLIFT_CONFIG_DIR
  if (!directory || directory === '/dev/null' || (await reader.isDirectory(directory))) return
  throw operational('PGLIFT_CONFIG_DIR', `${directory} (set via PGLIFT_CONFIG_DIR) does not exist`, {
    hint: 'Create the directory, or unset PGLIFT_CONFIG_DIR.',
  })
}

async function read(path: string, reader: SettingsReader): Promise<string | undefined> {
  try {
    return await reader.readText(path)
  } catch (cause) {
    throw operational('PGLIFT_SETTINGS_UNREADABLE', `cannot read ${path}: ${(cause as Error).message}`, {
      hint: 'Let the system user of the instances read the file.',
      cause,
    })
  }
}
