import { Config, type Interfaces } from '@oclif/core'
import { realEffects } from '../../effects/real.js'
import { takeBackInterrupted } from './kept-plugins.js'
import { lockPlugins } from './plugin-folder.js'

/** Takes an interrupted change of plugins back, unless it is going on. Answers whether it did. */
export async function takeBack(folder: string): Promise<boolean> {
  const io = realEffects()
  const lock = await lockPlugins(folder, io, 'restoring plugins')
  try {
    return await takeBackInterrupted(folder, io, { patient: false })
  } finally {
    await lock.release()
  }
}

/** Loads oclif's configuration with the plugins of another folder. `env` is this process's environment. */
export async function loadFrom(
  folder: string,
  from: Interfaces.LoadOptions,
  env: NodeJS.ProcessEnv,
): Promise<Config> {
  const { PGLIFT_DATA_DIR: given } = env
  env.PGLIFT_DATA_DIR = folder
  try {
    return await Config.load(from)
  } finally {
    if (given === undefined) delete env.PGLIFT_DATA_DIR
    else env.PGLIFT_DATA_DIR = given
  }
}
