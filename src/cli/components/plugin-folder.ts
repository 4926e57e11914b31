import { join } from 'node:path'
import { operational } from '../../errors/kinds.js'
import { writeCommandManifest } from './command-manifest.js'
import { type PluginIo, putAside, putBack, removeAside, takeBackInterrupted } from './kept-plugins.js'
import { newPlugins, type PluginPackage, pluginsIn, requireCompatible } from './plugin-packages.js'

/** Held while plugins are changed. */
const LOCK = '.lock'

/**
 * Runs `work`, which installs, updates or removes plugins in `folder`. When it fails, or when something is there
 * afterwards that this pglift can't load, the folder is put back as it was; when this process is killed, by the next one.
 * Answers the plugins that are new, or of another version.
 */
export async function keepingPlugins(
  folder: string,
  io: PluginIo,
  verb: string,
  work: () => Promise<unknown>,
): Promise<PluginPackage[]> {
  await io.files.makeDirectories(folder, 0o755)
  const lock = await lockPlugins(folder, io, verb)
  try {
    await takeBackInterrupted(folder, io, { patient: true })
    return await kept(folder, io, work)
  } finally {
    await lock.release()
  }
}

async function kept(folder: string, io: PluginIo, work: () => Promise<unknown>): Promise<PluginPackage[]> {
  const before = await pluginsIn(folder, io.files)
  await putAside(folder, io)
  try {
    await work()
    const added = newPlugins(before, await pluginsIn(folder, io.files))
    for (const { name, json } of added) if (json !== undefined) requireCompatible({ ...json, name })
    for (const plugin of added) await writeCommandManifest(plugin, io.files)
    await removeAside(folder, io)
    return added
  } catch (error) {
    await putBack(folder, io)
    await removeAside(folder, io)
    throw error
  }
}

/** Takes the lock at once, or fails. */
export async function lockPlugins(folder: string, { files, locks }: PluginIo, verb: string) {
  if (!(await files.isWritable(folder)))
    throw operational('PGLIFT_PLUGINS_READ_ONLY', `${folder} can't be written`, {
      hint: 'its owner installs plugins there; PGLIFT_DATA_DIR names another folder',
    })
  return locks.acquire(join(folder, LOCK), verb)
}
