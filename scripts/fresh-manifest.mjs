import { Plugin, settings } from '@oclif/core'
import { withoutVariables } from './own-environment.mjs'

/** The manifest of the package at `root`, as JSON text: commands sorted by id; flags and arguments as declared. */
export function freshManifest(root) {
  return withoutVariables(() => manifestOf(root))
}

async function manifestOf(root) {
  settings.enableAutoTranspile = false
  const plugin = new Plugin({
    root,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const { commands, version } = plugin.manifest
  const ids = Object.keys(commands).sort()
  return `${JSON.stringify({ version, commands: Object.fromEntries(ids.map((id) => [id, commands[id]])) }, null, 2)}\n`
}
