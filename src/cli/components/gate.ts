import type { Command, Config } from '@oclif/core'
import { isGroup } from '../argv/command-path.js'
import { type Enablement, notEnabled } from './enablement.js'
import { type InstalledComponent, installedComponents } from './installed.js'

/**
 * Lets help, completion and command lookup know enabled components only. The commands of the others are hidden, and
 * fail with the reason. It changes the objects that oclif keeps of plugins and commands, which outlive its `Config`.
 */
export function gateComponents(config: Config, enablement: Enablement): void {
  for (const component of enablement.installed) {
    const why = reasonAgainst(component, enablement)
    if (why !== undefined) close(config, component, why)
  }
}

/** The same when the settings can't be read: nobody knows what is enabled. */
export function closeAllComponents(config: Config, why: Error): void {
  for (const component of installedComponents(config)) close(config, component, why)
}

/** Why its commands can't be used; undefined if they can. */
export function reasonAgainst(
  component: InstalledComponent,
  { isEnabled, file }: Enablement,
): Error | undefined {
  return component.unusable ?? (isEnabled(component) ? undefined : notEnabled(component, file))
}

/** Why the group of these words has nothing in it, when all its commands are those of closed components. */
export function reasonForEmptyGroup(
  config: Config,
  words: readonly string[],
  enablement: Enablement,
): Error | undefined {
  const prefix = `${words.join(':')}:`
  if (words.length === 0 || !isGroup(config, words)) return undefined
  const within = config.commands.filter(({ id }) => id.startsWith(prefix))
  const owners = enablement.installed.filter(({ plugin }) =>
    within.some(({ pluginName }) => pluginName === plugin.name),
  )
  const reasons = owners.map((component) => reasonAgainst(component, enablement))
  const all = within.every(({ pluginName }) => owners.some(({ plugin }) => plugin.name === pluginName))
  return all && reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined
}

/** Aliases are copies in `config.commands`; `plugin.commands` are what the next `Config` is made of. */
function commandsOf(config: Config, { plugin }: InstalledComponent): Set<Command.Loadable> {
  return new Set([
    ...plugin.commands,
    ...config.commands.filter(({ pluginName }) => pluginName === plugin.name),
  ])
}

function close(config: Config, component: InstalledComponent, why: Error): void {
  for (const command of commandsOf(config, component)) {
    command.hidden = true
    command.load = () => Promise.reject(why)
  }
  for (const topic of config.topics) {
    const within = config.commands.filter(({ id }) => id === topic.name || id.startsWith(`${topic.name}:`))
    if (within.length > 0 && within.every(({ hidden }) => hidden)) topic.hidden = true
  }
}
