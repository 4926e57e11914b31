import type { Command, Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import type { FlagOperation } from '../../models/flag-spec.js'
import { enablementOf } from './enablement.js'
import { fatal } from './fatal.js'
import { closeAllComponents, gateComponents, reasonForEmptyGroup } from './gate.js'
import { hasComponents } from './installed.js'

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
    const enablement = await gated(config)
    if (enablement === undefined) return
    const reason = reasonForEmptyGroup(config, words, enablement)
    if (reason !== undefined && config.findCommand(words.join(':')) === undefined) throw reason
    const command = config.findCommand(words.join(':'))
    if (!argv.includes('--help') && words[0] !== undefined && !words[0].startsWith('-')) await lendRuntime()
    else if (command !== undefined) await addFlags(config, [command])
  } catch (error) {
    throw fatal(error as Error)
  }
}

/** The same for all commands at once: for completion, and help that runs no command. */
export async function prepareEverything(config: Config, { flags = false } = {}): Promise<void> {
  if (!hasComponents(config)) return
  await gated(config)
  if (flags) await addFlags(config, config.commands)
}

async function gated(config: Config) {
  try {
    const enablement = await enablementOf(config, process.env, realFiles())
    gateComponents(config, enablement)
    return enablement
  } catch (error) {
    // Commands that read the settings will say so; help, version and the host's other commands do without.
    closeAllComponents(config, error as Error)
    return undefined
  }
}

async function addFlags(config: Config, commands: readonly Command.Loadable[]): Promise<void> {
  const extensible = commands.filter((command) => operationOf(command) !== undefined)
  if (extensible.length === 0) return
  const [{ readSite }, { componentFlags }] = await Promise.all([
    import('../settings-source.js'),
    import('./flags.js'),
    lendRuntime(),
  ])
  // Help is there to mend settings, too.
  const site = await readSite(config).catch(() => undefined)
  if (site === undefined) return
  site.containment?.release()
  for (const command of extensible) {
    const flags = componentFlags(site.instanceModel, operationOf(command) as FlagOperation)
    command.flags = { ...command.flags, ...(flags as Command.Loadable['flags']) }
  }
}

/** Loaded only when code of components may be: the program's help does without. */
async function lendRuntime(): Promise<void> {
  const { lend } = await import('./lend.js')
  lend()
}

function operationOf(command: Command.Loadable): FlagOperation | undefined {
  return command.extensible as FlagOperation | undefined
}
