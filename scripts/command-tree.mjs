import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Config, settings } from '@oclif/core'
import { withoutVariables } from './own-environment.mjs'
import { ROOT } from './tree.mjs'

/** Configuration of oclif with the commands of dist/ of the package at `root`, whatever this machine says. */
export async function commandTree(root = ROOT) {
  settings.enableAutoTranspile = false
  const config = await withoutVariables(() => Config.load({ root, userPlugins: false, devPlugins: false }))
  config.bin = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).oclif.bin
  return config
}

/** Commands of the package itself that people type. */
export function ownCommands(config) {
  return config.commands.filter(({ pluginName, id }) => pluginName === config.name && id !== 'complete')
}
