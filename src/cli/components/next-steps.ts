import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { enablementOf, whereToEnable } from './enablement.js'
import { rivalries, rivalWarning } from './rivals.js'

/** What is to know of the plugins `names` that are new: how to enable them, and which of their commands others have. */
export async function nextSteps(config: Config, names: readonly string[]) {
  const enablement = await enablementOf(config, process.env, realFiles()).catch(() => undefined)
  const disabled = (enablement?.installed ?? []).filter(
    (found) =>
      names.includes(found.plugin.name) && found.unusable === undefined && !enablement?.isEnabled(found),
  )
  const rivals = rivalries(config).filter(({ winner, losers }) =>
    [winner, ...losers].some(({ name }) => names.includes(name)),
  )
  return {
    hints: disabled.map(
      (found) => `to enable component '${found.component}', ${whereToEnable(found, enablement?.file)}`,
    ),
    warnings: rivals.map(rivalWarning),
  }
}
