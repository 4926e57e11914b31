import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Interfaces } from '@oclif/core'
import { isThere } from '../../effects/there.js'
import { ASIDE } from './aside.js'

/** The folder of plugins, as oclif finds it; it has not been asked yet. */
function pluginFolder({ PGLIFT_DATA_DIR, XDG_DATA_HOME, HOME }: NodeJS.ProcessEnv): string {
  const data = () => XDG_DATA_HOME || join(HOME || homedir(), '.local/share')
  return PGLIFT_DATA_DIR || join(data(), 'pglift-plugins')
}

/**
 * What oclif is to start from while plugins are changed, or after somebody was killed who did: those that lie aside,
 * complete. When nobody works there any more, they are put back, if this user may. Costs one system call otherwise.
 */
export async function wholePlugins(
  from: Interfaces.LoadOptions,
  env: NodeJS.ProcessEnv,
): Promise<Interfaces.LoadOptions> {
  const folder = pluginFolder(env)
  const aside = join(folder, ASIDE)
  if (!isThere(aside)) return from
  const { loadFrom, takeBack } = await import('./take-back.js')
  if (await takeBack(folder).catch(() => false)) {
    process.stderr.write(
      `WARNING a command on plugins was interrupted: those that were installed in ${folder} are as they were\n`,
    )
    return from
  }
  const config = await loadFrom(aside, from, env)
  // Gone meanwhile: the change has come to its end.
  return isThere(aside) ? config : from
}
