import type { Command } from '@oclif/core'
import { type CommandTree, wordsBelow } from '../argv/command-path.js'
import { GLOBAL_OPTIONS, INSTANCE_OPTION, LOG_LEVELS, PROGRAM_OPTIONS } from '../argv/global-options.js'
import { takesInstance } from '../argv/instance-groups.js'
import { shortHelp } from '../help/help-layout.js'

/** Names that only the running system knows; `pglift complete` prints them. */
export type LiveNames = 'instances' | 'roles' | 'databases'

/** What may stand after an option, or for an argument. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'live'; readonly of: LiveNames }
  | { readonly kind: 'files' }
  | { readonly kind: 'anything' }

export interface CompletedOption {
  /** As typed: `--port`, `-i`. */
  readonly name: string
  readonly summary: string
  /** Absent: the option takes no value. */
  readonly values?: Values
}

/** A command or group of the completion script. */
export interface CompletedNode {
  /** Words, joined with a blank; empty for the program. */
  readonly path: string
  readonly words: readonly { readonly word: string; readonly summary: string }[]
  readonly options: readonly CompletedOption[]
  /** What its arguments are. */
  readonly argument: Values
}

const ANYTHING: Values = { kind: 'anything' }
const INSTANCES: Values = { kind: 'live', of: 'instances' }
const SUMMARY_WIDTH = 72

/** All visible commands, with the options that each understands, the program first. */
export function commandTree(config: CommandTree): CompletedNode[] {
  return nodesFrom(config, [])
}

function nodesFrom(config: CommandTree, path: readonly string[]): CompletedNode[] {
  const command = path.length === 0 ? undefined : config.findCommand(path.join(':'))
  const words = wordsBelow(config, path)
  const node: CompletedNode = {
    path: path.join(' '),
    words: words.map((word) => ({ word, summary: summaryOf(config, [...path, word]) })),
    options:
      path.length === 0
        ? programOptions()
        : optionsOf(command, words.length > 0 && takesInstance(config, path)),
    argument: command === undefined ? ANYTHING : argumentOf(path, command),
  }
  return [node, ...words.flatMap((word) => nodesFrom(config, [...path, word]))]
}

function summaryOf(config: CommandTree, path: readonly string[]): string {
  const id = path.join(':')
  const command = config.findCommand(id)
  const text =
    config.topics.find(({ name }) => name === id)?.description ?? command?.summary ?? command?.description
  return shortHelp(text?.replaceAll(/<%.*?%>/g, '') ?? '', SUMMARY_WIDTH)
}

function programOptions(): CompletedOption[] {
  return PROGRAM_OPTIONS.flatMap(({ name, char, takesValue, options }) =>
    spelled(name, char, '', takesValue ? valuesOf(name, options) : undefined),
  )
}

function optionsOf(command: Command.Loadable | undefined, ofInstance: boolean): CompletedOption[] {
  const flags = Object.entries(command?.flags ?? {}).filter(([name, flag]) => !flag.hidden && name !== 'help')
  const own = flags.flatMap(([name, flag]) => {
    const summary = shortHelp(
      (flag.summary ?? flag.description ?? '').replaceAll(/<%.*?%>/g, ''),
      SUMMARY_WIDTH,
    )
    if (flag.type !== 'boolean') return spelled(name, flag.char, summary, valuesOf(name, flag.options))
    return [
      ...spelled(name, flag.char, summary),
      ...(flag.allowNo ? spelled(`no-${name}`, undefined, summary) : []),
    ]
  })
  const ofGroup = ofInstance ? spelled(INSTANCE_OPTION.name, INSTANCE_OPTION.char, '', INSTANCES) : []
  const everywhere = GLOBAL_OPTIONS.filter(({ name }) => name === 'log-level' || name === 'non-interactive')
  return [
    ...own,
    ...ofGroup,
    ...everywhere.flatMap(({ name, char, takesValue, options }) =>
      spelled(name, char, '', takesValue ? valuesOf(name, options) : undefined),
    ),
    ...spelled('help', undefined, 'Show this message and exit.'),
  ]
}

function spelled(
  name: string,
  char: string | undefined,
  summary: string,
  values?: Values,
): CompletedOption[] {
  const names = char === undefined ? [`--${name}`] : [`--${name}`, `-${char}`]
  return names.map((spelling) => ({ name: spelling, summary, ...(values && { values }) }))
}

function valuesOf(name: string, options: readonly string[] | undefined): Values {
  if (name === 'log-level') return { kind: 'words', words: LOG_LEVELS }
  if (options !== undefined && options.length > 0) return { kind: 'words', words: options }
  if (name === 'instance') return INSTANCES
  if (/^(role|owner|in-role|grant|revoke|reassign-owned)$/.test(name)) return { kind: 'live', of: 'roles' }
  if (/^(database|exclude-database)$/.test(name)) return { kind: 'live', of: 'databases' }
  return /^(file|log-file|output|shell)$/.test(name) ? { kind: 'files' } : ANYTHING
}

const CREATES = /(^|:)(create|install|apply|run|add|remove|set)$/

function argumentOf(path: readonly string[], { args }: Command.Loadable): Values {
  const [first] = Object.entries(args)
  if (first === undefined || CREATES.test(path.join(':'))) return ANYTHING
  const [name, arg] = first
  if (arg.options !== undefined && arg.options.length > 0)
    return { kind: 'words', words: arg.options as string[] }
  if (name === 'instance' || path[0] === 'instance') return INSTANCES
  if (path[0] === 'role') return { kind: 'live', of: 'roles' }
  return path[0] === 'database' && !path.includes('restore') ? { kind: 'live', of: 'databases' } : ANYTHING
}
