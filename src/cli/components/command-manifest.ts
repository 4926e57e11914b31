import { join } from 'node:path'
import { Plugin } from '@oclif/core'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import { Containment } from '../../host/containment.js'
import { hanging } from '../../host/taps.js'
import { TimeLimit } from '../../host/time-limit.js'
import type { PluginPackage } from './plugin-packages.js'
import { timeoutOf } from './timeout.js'

const MANIFEST = 'oclif.manifest.json'

/**
 * Writes what oclif knows of the commands of an installed plugin that does not bring it: otherwise every start of pglift
 * would load all its commands. Fails when one of them can't be loaded.
 */
export async function writeCommandManifest(
  { name, root, isLinked }: PluginPackage,
  files: Effects['files'],
): Promise<void> {
  // A linked one is being written: what was said of its commands yesterday would hide those of today.
  if (isLinked || (await files.isFile(join(root, MANIFEST)))) return
  const { manifest } = await loadedPlugin(name, root)
  await files.write(join(root, MANIFEST), `${JSON.stringify(manifest)}\n`, 0o644)
}

/** Loads all commands of a plugin. Fails, naming it, when one can't be loaded. */
export async function loadedPlugin(name: string, root: string): Promise<Plugin> {
  const plugin = new Plugin({
    root,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  const containment = new Containment(process)
  const milliseconds = timeoutOf(process.env)
  const limit = new TimeLimit(milliseconds, () => hanging(name, 'its commands', milliseconds))
  try {
    await limit.race(() => containment.run(name, () => plugin.load()))
    return plugin
  } catch (error) {
    const { message } = error as Error
    throw operational(
      'PGLIFT_PLUGIN_BROKEN',
      `plugin '${name}' has a command that can't be loaded: ${message}`,
      {
        hint: 'tell its author; what was installed is as it was',
        cause: error,
      },
    )
  } finally {
    containment.release()
  }
}
