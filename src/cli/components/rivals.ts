import type { Command, Config } from '@oclif/core'
import type { Plugin } from '@oclif/core/interfaces'

/** A command that several plugins have. */
export interface Rivalry {
  readonly id: string
  /** Whose command it is. */
  readonly winner: Plugin
  readonly losers: readonly Plugin[]
}

/** Whether a plugin comes before others, smaller is earlier. */
export type Rank = (plugin: Plugin) => number

/** Commands that several plugins have, and whose they are: the host's, else by rank, else by name of the package. */
export function rivalries(config: Pick<Config, 'getPluginsList'>, rank: Rank = () => 0): Rivalry[] {
  const owners = new Map<string, Plugin[]>()
  for (const plugin of config.getPluginsList())
    for (const id of namesOf(plugin)) owners.set(id, [...(owners.get(id) ?? []), plugin])
  const order = (plugin: Plugin) => (plugin.isRoot ? -2 : plugin.type === 'core' ? -1 : rank(plugin))
  return [...owners].flatMap(([id, plugins]) => {
    const [winner, ...losers] = plugins.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1))
    // That the host stands before the plugins that it ships is its own affair.
    const concerned = losers.filter(({ type }) => type !== 'core')
    return winner === undefined || concerned.length === 0 ? [] : [{ id, winner, losers: concerned }]
  })
}

function namesOf({ commands }: Plugin): Set<string> {
  return new Set(commands.flatMap(({ id, aliases = [] }) => [id, ...aliases.map(asId)]))
}

function asId(alias: string): string {
  return alias.replaceAll(' ', ':')
}

/** Gives each command to its owner; oclif has given it to the plugin that was read first. */
export function settleRivalries(config: Config, found: readonly Rivalry[]): void {
  const commands = (config as unknown as { _commands: Map<string, Command.Loadable> })._commands
  for (const { id, winner, losers } of found) {
    for (const { commands: lost } of losers) {
      const index = lost.findIndex((command) => command.id === id)
      // Of the plugin's own list the next `Config` is made.
      if (index !== -1) lost.splice(index, 1)
      for (const command of lost)
        if (command.aliases.some((alias) => asId(alias) === id))
          command.aliases = command.aliases.filter((alias) => asId(alias) !== id)
    }
    const owned = winner.commands.find((command) => command.id === id)
    const aliased = winner.commands.find(({ aliases }) => aliases.some((alias) => asId(alias) === id))
    if (owned !== undefined) commands.set(id, owned)
    else if (aliased !== undefined) commands.set(id, { ...aliased, id })
  }
}

/** A plugin may add commands to the host's groups; what those are called is the host's. */
export function keepOwnTopics(config: Config): void {
  for (const [name, { description, hidden = false }] of Object.entries(config.pjson.oclif.topics ?? {})) {
    const topic = config.findTopic(name)
    if (topic !== undefined) Object.assign(topic, { description, hidden })
  }
}

/** What to tell of a rivalry. */
export function rivalWarning({ id, winner, losers }: Rivalry): string {
  const names = losers.map(({ name }) => name).join(' and ')
  const own = winner.isRoot ? "pglift's own" : `that of ${winner.name}`
  return `command '${id.replaceAll(':', ' ')}' is in ${winner.name} and ${names}: it is ${own}`
}
