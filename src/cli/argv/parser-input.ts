import type { Interfaces } from '@oclif/core'
import { PgliftError, usage } from '../../errors/kinds.js'
import { BARE_SECRET } from './bare-secret.js'
import { notAChoice } from './globals.js'
import { argumentLabel, optionLabel } from './labels.js'
import type { Scan } from './scan.js'

type Flags = Interfaces.FlagInput
type Args = Interfaces.ArgInput

/** A scanned command line in the form that oclif's parser reads without doubt. */
export interface ParserInput {
  readonly argv: string[]
  readonly flags: Flags
  readonly args: Args
  /** The first value that was refused; oclif rewrites the message of what a flag's `parse` throws. */
  readonly fault: { error?: PgliftError }
}

// oclif takes a value that looks like an option for one, so it gets stand-ins: no argument can hold a NUL.
const STAND_IN = '\0value '

/** Prepares flags, arguments and argv, so that oclif converts and checks the values that `scan` found. */
export function parserInput({ options, positionals }: Scan, flags: Flags, args: Args): ParserInput {
  const fault: ParserInput['fault'] = {}
  const values: string[] = []
  const own = options.filter(({ global }) => !global)
  const counted = own.filter(
    (option, index) =>
      isList(flags[option.name]) || own.findLastIndex(({ name }) => name === option.name) === index,
  )
  const argv = counted.flatMap(({ name, value }) => {
    if (value === true) return [`--${name}`]
    if (value === false) return [`--no-${name}`]
    return [`--${name}`, `${STAND_IN}${values.push(value) - 1}`]
  })
  const typedValue = (input: string) =>
    input.startsWith(STAND_IN) ? (values[Number(input.slice(STAND_IN.length))] ?? input) : input
  return {
    argv: [...argv, '--', ...positionals],
    flags: mapValues(flags, (name, flag) => checkedFlag(name, flag, typedValue, fault)),
    args: mapValues(args, (name, arg) => checkedArg(name, arg, fault)),
    fault,
  }
}

function isList(flag: Flags[string] | undefined): boolean {
  return flag?.type === 'option' && flag.multiple === true
}

function mapValues<T>(object: Record<string, T>, map: (name: string, value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(name, value)]))
}

function checkedFlag(
  name: string,
  flag: Flags[string],
  typedValue: (input: string) => string,
  fault: ParserInput['fault'],
): Flags[string] {
  if (flag.type === 'boolean') return { ...flag }
  const label = optionLabel(name, flag)
  return {
    ...flag,
    options: undefined,
    delimiter: undefined,
    ...(flag.multiple && { multipleNonGreedy: true }),
    parse: async (input: string, context: never, options: never) => {
      const value = typedValue(input)
      if (value === BARE_SECRET) return value
      return noting(fault, label, async () => {
        if (flag.options && !flag.options.includes(value)) throw notAChoice(label, value, flag.options)
        return flag.parse ? await flag.parse(value, context, options) : value
      })
    },
  } as Flags[string]
}

function checkedArg(name: string, arg: Args[string], fault: ParserInput['fault']): Args[string] {
  const label = `'${argumentLabel(name, arg)}'`
  return {
    ...arg,
    options: undefined,
    // oclif would read a missing argument from standard input, and so eat the answers to our questions.
    ignoreStdin: true,
    parse: (input: string, context: never, options: never) =>
      noting(fault, label, async () => {
        if (arg.options && !arg.options.includes(input)) throw notAChoice(label, input, arg.options)
        return await arg.parse(input, context, options)
      }),
  } as Args[string]
}

async function noting<T>(fault: ParserInput['fault'], label: string, parse: () => Promise<T>): Promise<T> {
  try {
    return await parse()
  } catch (error) {
    const refused = error instanceof PgliftError ? error : invalidValue(label, error as Error)
    fault.error ??= refused
    throw new Error(refused.message)
  }
}

function invalidValue(label: string, { message }: Error): PgliftError {
  const notInteger = /^Expected an integer but received: (.*)$/s.exec(message)
  const text = notInteger ? `'${notInteger[1]}' is not a valid integer.` : message
  return usage('PGLIFT_USAGE_VALUE', `Invalid value for ${label}: ${text}`)
}
