import type { Command, Config } from '@oclif/core'
import type { FlagOperation } from '../../models/flag-spec.js'
import { readSite } from '../settings-source.js'
import { componentFlags } from './flags.js'

/**
 * Adds the options of enabled components to `commands`, all of them `extensible`, for which the runtime must have been
 * lent. Leaves them as they are when the settings can't be read: help is there to mend settings, too.
 */
export async function addComponentFlags(
  config: Config,
  commands: readonly Command.Loadable[],
): Promise<void> {
  const site = await readSite(config).catch(() => undefined)
  if (site === undefined) return
  site.containment?.release()
  for (const command of commands) {
    const flags = componentFlags(site.instanceModel, command.extensible as FlagOperation)
    command.flags = { ...command.flags, ...(flags as Command.Loadable['flags']) }
  }
}
