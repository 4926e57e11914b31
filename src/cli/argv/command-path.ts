import type { Config } from '@oclif/core'
import { commandUsage, groupUsage, usageLines } from './labels.js'

/** What is needed of oclif's configuration to know which commands there are. */
export type CommandTree = Pick<
  Config,
  'bin' | 'commands' | 'topics' | 'findCommand' | 'findTopic' | 'getPluginsList'
>

/** Whether the words name a group of commands; a group may be a command too (`instance --schema`). */
export function isGroup(config: CommandTree, path: readonly string[]): boolean {
  const prefix = path.length === 0 ? '' : `${path.join(':')}:`
  return config.commands.some(({ id }) => id !== prefix && id.startsWith(prefix))
}

/** The longest beginning of `words` that is a group or a command. */
export function knownPath(config: CommandTree, words: readonly string[]): readonly string[] {
  for (let length = words.length; length > 0; length--) {
    const path = words.slice(0, length)
    if (isGroup(config, path) || config.findCommand(path.join(':')) !== undefined) return path
  }
  return []
}

/** `pglift instance create [OPTIONS] NAME`, for a command, group or the program (no words). */
export function usageFor(config: CommandTree, path: readonly string[]): string {
  const command = config.findCommand(path.join(':'))
  return command === undefined || isGroup(config, path)
    ? groupUsage(config.bin, path)
    : commandUsage(config.bin, path, command.args)
}

/** The lines before a usage error of a command or group. */
export function usageLinesFor(config: CommandTree, path: readonly string[]): string[] {
  return usageLines(usageFor(config, path), config.bin, path)
}

/** The words below `path` that are commands or groups and not hidden, sorted. */
export function wordsBelow(config: CommandTree, path: readonly string[]): string[] {
  const hiddenGroups = new Set(config.topics.filter(({ hidden }) => hidden).map(({ name }) => name))
  const prefix = path.length === 0 ? '' : `${path.join(':')}:`
  const words = config.commands
    .filter(({ id, hidden, aliases }) => !hidden && id.startsWith(prefix) && !aliases.includes(id))
    .map(({ id }) => id.slice(prefix.length).split(':')[0] as string)
  return [...new Set(words)].filter((word) => !hiddenGroups.has(prefix + word)).sort()
}
