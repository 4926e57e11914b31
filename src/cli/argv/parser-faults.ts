import { type PgliftError, usage } from '../../errors/kinds.js'
import { argumentLabel, optionLabel } from './labels.js'

interface Flag {
  readonly required?: boolean
  readonly char?: string
  readonly exclusive?: readonly (string | { readonly name: string })[]
}

interface Arg {
  readonly required?: boolean
  readonly multiple?: boolean
}

/** What oclif's parse errors carry of the state of parsing. */
interface ParseState {
  readonly input?: {
    readonly flags: Record<string, Flag>
    readonly args: Record<string, Arg>
    readonly strict?: boolean
  }
  readonly output?: {
    readonly flags: Record<string, unknown>
    readonly args: Record<string, unknown>
    readonly argv: readonly unknown[]
    readonly metadata?: { readonly flags?: Record<string, { readonly setFromDefault?: boolean }> }
  }
}

/** Whether the error is one that oclif's parser throws after it has read all of argv. */
export function isParseError(error: unknown): error is Error & { parse: ParseState } {
  return error instanceof Error && 'parse' in error && typeof error.parse === 'object'
}

/**
 * The usage error, in the original's words, for what oclif's parser refused: found anew in the state of parsing, since
 * oclif's classes can't be told apart in a bundle and their messages are prose.
 */
export function usageFromParseError(error: Error & { parse: ParseState }): PgliftError {
  const { flags } = error as { flags?: readonly string[] }
  if (flags?.[0] !== undefined) return usage('PGLIFT_USAGE_NO_OPTION', `No such option: ${flags[0]}`)
  const { input, output } = error.parse
  if (input === undefined || output === undefined) return usage('PGLIFT_USAGE', error.message)
  return (
    unexpectedArgument(input, output) ??
    missingArgument(input, output) ??
    missingOption(input, output) ??
    exclusiveOptions(input, output) ??
    usage('PGLIFT_USAGE', plainMessage(error.message))
  )
}

type Input = NonNullable<ParseState['input']>
type Output = NonNullable<ParseState['output']>

function unexpectedArgument({ args, strict }: Input, { argv }: Output): PgliftError | undefined {
  const extra = argv.slice(Object.keys(args).length)
  if (strict === false || extra.length === 0 || Object.values(args).some(({ multiple }) => multiple))
    return undefined
  const plural = extra.length === 1 ? '' : 's'
  return usage('PGLIFT_USAGE_EXTRA', `Got unexpected extra argument${plural} (${extra.join(' ')})`)
}

function missingArgument({ args }: Input, output: Output): PgliftError | undefined {
  const missing = Object.entries(args).find(([name, arg]) => arg.required && output.args[name] === undefined)
  if (missing === undefined) return undefined
  return usage('PGLIFT_USAGE_MISSING', `Missing argument '${argumentLabel(...missing)}'.`)
}

function missingOption({ flags }: Input, output: Output): PgliftError | undefined {
  const missing = Object.entries(flags).find(
    ([name, flag]) => flag.required && output.flags[name] === undefined,
  )
  if (missing === undefined) return undefined
  return usage('PGLIFT_USAGE_MISSING', `Missing option ${optionLabel(...missing)}.`)
}

function exclusiveOptions({ flags }: Input, output: Output): PgliftError | undefined {
  const given = Object.keys(flags).filter(
    (name) => output.flags[name] !== undefined && !output.metadata?.flags?.[name]?.setFromDefault,
  )
  for (const name of given) {
    const others = (flags[name]?.exclusive ?? []).map((other) =>
      typeof other === 'string' ? other : other.name,
    )
    const other = given.find((candidate) => others.includes(candidate))
    if (other !== undefined)
      return usage('PGLIFT_USAGE_EXCLUSIVE', `'--${name}' and '--${other}' can't be used together`)
  }
  return undefined
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: oclif colours its messages
const COLOUR = /\u001b\[[0-9;]*m/g

function plainMessage(message: string): string {
  const lines = message.replaceAll(COLOUR, '').split('\n')
  const details = lines.slice(1).map((line) => line.trim())
  return /^The following errors? occurred:$/.test(lines[0] ?? '') ? details.join('; ') : lines.join('\n')
}
