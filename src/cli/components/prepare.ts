import type { Command, Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { type Enablement, enablementOf } from './enablement.js'
import { fatal } from './fatal.js'
import { closeAllComponents, gateComponents, reasonAgainst, reasonForEmptyGroup } from './gate.js'
import { hasPlugins } from './installed.js'
import { keepOwnTopics, type Rank, type Rivalry, rivalries, rivalWarning, settleRivalries } from './rivals.js'

/**
 * Makes what oclif knows of commands and options what the site's settings enable. `words` are those of the command,
 * `argv` what follows them. Fails when the command line names a group of a component that isn't enabled.
 */
export async function prepareComponents(
  config: Config,
  words: readonly string[],
  argv: readonly string[],
): Promise<void> {
  try {
    const { enablement, rivals } = await gated(config)
    tellRivals(rivals, words)
    if (enablement === undefined) return
    const reason = reasonForEmptyGroup(config, words, enablement)
    if (reason !== undefined && config.findCommand(words.join(':')) === undefined) throw reason
    const command = config.findCommand(words.join(':'))
    const isHelp = argv.includes('--help') || words[0] === undefined || words[0].startsWith('-')
    if (isHelp && command !== undefined) await addFlags(config, [command])
  } catch (error) {
    throw fatal(error as Error)
  }
}

/** The same for all commands at once: for completion, and help that runs no command. */
export async function prepareEverything(config: Config, { flags = false } = {}): Promise<void> {
  if (!hasPlugins(config)) return
  await gated(config)
  if (flags) await addFlags(config, config.commands)
}

interface Gated {
  /** Undefined when the settings can't be read. */
  readonly enablement: Enablement | undefined
  readonly rivals: readonly Rivalry[]
}

async function gated(config: Config): Promise<Gated> {
  keepOwnTopics(config)
  try {
    const enablement = await enablementOf(config, process.env, realFiles())
    const rivals = rivalries(config, rankBy(enablement))
    settleRivalries(config, rivals)
    gateComponents(config, enablement)
    return { enablement, rivals }
  } catch (error) {
    // Commands that read the settings will say so; help, version and the host's other commands do without.
    const rivals = rivalries(config)
    settleRivalries(config, rivals)
    closeAllComponents(config, error as Error)
    return { enablement: undefined, rivals }
  }
}

/** Enabled components, then plain plugins, then the other components. */
function rankBy(enablement: Enablement): Rank {
  const closed = new Map(
    enablement.installed.map((found) => [found.plugin, reasonAgainst(found, enablement) !== undefined]),
  )
  return (plugin) => (closed.has(plugin) ? (closed.get(plugin) ? 2 : 0) : 1)
}

/** Whoever uses a command that several plugins have is told; the others only when they ask for plugins. */
function tellRivals(rivals: readonly Rivalry[], words: readonly string[]): void {
  const asksForAll = words[0] === 'plugins' || words[0] === 'components'
  for (const rivalry of rivals)
    if (asksForAll || (rivalry.id === words.join(':') && !rivalry.winner.isRoot))
      process.stderr.write(`WARNING ${rivalWarning(rivalry)}\n`)
}

async function addFlags(config: Config, commands: readonly Command.Loadable[]): Promise<void> {
  const extensible = commands.filter((command) => command.extensible !== undefined)
  if (extensible.length === 0) return
  const { addComponentFlags } = await import('./add-flags.js')
  await addComponentFlags(config, extensible)
}
