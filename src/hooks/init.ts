import type { Config, Hook } from '@oclif/core'
import { hasPlugins } from '../cli/components/installed.js'
import { endStart } from '../cli/components/start-guard.js'

/** Lets oclif know the commands and options of enabled components only, before it looks for a command or shows help. */
const init: Hook.Init = async ({ config, id, argv }) => {
  endStart()
  if (!hasPlugins(config)) return
  const { prepareComponents } = await import('../cli/components/prepare.js')
  await prepareComponents(config as Config, (id ?? '').split(':'), argv)
}

export default init
