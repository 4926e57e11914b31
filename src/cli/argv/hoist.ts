import { similarWords, UsageErrorAt } from '../errors/usage-error.js'
import {
  GLOBAL_OPTIONS,
  type GlobalOption,
  INSTANCE_GROUPS,
  INSTANCE_OPTION,
  PROGRAM_OPTIONS,
} from './global-options.js'
import { optionToken } from './option-token.js'

/** The command line in oclif's order: words of the command first, then all options. */
export interface HoistedArgv {
  readonly argv: readonly string[]
  /** The group whose plugin has to be asked whether its commands take an instance: one stands before them. */
  readonly undecided?: string
  /** An option before the command that asks for something else than a command. */
  readonly eager?: 'help' | 'version' | { readonly completion: string }
}

interface Reading {
  readonly moved: string[]
  next: number
}

/**
 * Moves options that stand before the command, or between a group and its sub-command, behind the command's words,
 * where oclif wants them: `-L debug role -i 15/main create bob` gives
 * `role create --log-level=debug --instance=15/main bob`. Nothing after the command's words, or after `--`, is touched.
 * Fails with a usage error of the program for an unknown option or one without its value. `instanceGroups` are those
 * whose sub-commands take an instance.
 */
export function hoist(
  argv: readonly string[],
  instanceGroups: ReadonlySet<string> = INSTANCE_GROUPS,
): HoistedArgv {
  const reading: Reading = { moved: [], next: 0 }
  const eager = readProgramOptions(argv, reading)
  if (eager !== undefined) return { argv: [], eager }
  const group = argv[reading.next]
  if (group === undefined) return { argv: [] }
  reading.next += 1
  const takesInstance = instanceGroups.has(group)
  const known = takesInstance ? [...GLOBAL_OPTIONS, INSTANCE_OPTION] : GLOBAL_OPTIONS
  while (take(argv, reading, known, [group]) !== undefined);
  const isAsked = !takesInstance && isOption(argv[reading.next], INSTANCE_OPTION)
  const second = argv[reading.next]
  const words = second === undefined || second.startsWith('-') ? [group] : [group, second]
  if (words.length === 2) reading.next += 1
  return {
    argv: [...words, ...reading.moved, ...argv.slice(reading.next)],
    ...(isAsked && { undecided: group }),
  }
}

function readProgramOptions(argv: readonly string[], reading: Reading): HoistedArgv['eager'] {
  for (;;) {
    const argument = argv[reading.next]
    if (argument === '--') {
      reading.next += 1
      return undefined
    }
    const option = take(argv, reading, PROGRAM_OPTIONS, [])
    if (option === undefined) {
      refuseUnknown(argument)
      return undefined
    }
    if (option.name === 'help' || option.name === 'version') return option.name
    if (option.name === 'completion') return { completion: completionShell(option, reading) }
  }
}

function completionShell({ options = [] }: GlobalOption, { moved }: Reading): string {
  const shell = moved.at(-1)?.slice('--completion='.length) ?? ''
  if (options.includes(shell)) return shell
  const choices = options.map((choice) => `'${choice}'`).join(', ')
  throw new UsageErrorAt([], `Invalid value for '--completion': '${shell}' is not one of ${choices}.`)
}

function refuseUnknown(argument: string | undefined): void {
  const token = argument === undefined ? undefined : optionToken(argument)
  if (token === undefined) return
  const [near] = similarWords(
    token.name,
    PROGRAM_OPTIONS.map(({ name }) => name),
  )
  throw new UsageErrorAt(
    [],
    `No such option: ${token.typed}${near === undefined ? '' : ` Did you mean --${near}?`}`,
  )
}

function isOption(argument: string | undefined, { name, char }: GlobalOption): boolean {
  const token = optionToken(argument ?? '')
  return token !== undefined && token.name === (token.long ? name : char)
}

/** Moves the option at `reading.next`, with its value, if it is one of `known`. */
function take(
  argv: readonly string[],
  reading: Reading,
  known: readonly GlobalOption[],
  path: readonly string[],
): GlobalOption | undefined {
  const token = optionToken(argv[reading.next] ?? '')
  const option = known.find(({ name, char }) => (token?.long ? name : char) === token?.name)
  if (token === undefined || option === undefined) return undefined
  if (!option.takesValue) {
    if (token.attached !== undefined)
      throw new UsageErrorAt(path, `Option '${token.typed}' does not take a value.`)
    reading.moved.push(`--${option.name}`)
    reading.next += 1
    return option
  }
  const value = token.attached ?? argv[reading.next + 1]
  if (value === undefined) throw new UsageErrorAt(path, `Option '${token.typed}' requires an argument.`)
  reading.moved.push(`--${option.name}=${value}`)
  reading.next += token.attached === undefined ? 2 : 1
  return option
}
