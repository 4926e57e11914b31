import { usage } from '../../errors/kinds.js'
import { similarWords } from '../errors/usage-error.js'
import { BARE_SECRET } from './bare-secret.js'
import { GLOBAL_OPTIONS } from './global-options.js'
import { type OptionToken, optionToken } from './option-token.js'

/** What the scanner needs to know of a flag; oclif's flags fit. */
export interface ScannedFlag {
  readonly type: string
  readonly char?: string | undefined
  readonly aliases?: readonly string[] | undefined
  readonly charAliases?: readonly string[] | undefined
  readonly allowNo?: boolean | undefined
  readonly multiple?: boolean | undefined
  readonly delimiter?: string | undefined
  readonly secret?: boolean | undefined
}

export type ScannedFlags = Readonly<Record<string, ScannedFlag>>

/** An option of argv: `value` is a text for one that takes a value, a boolean otherwise. */
export interface ScannedOption {
  readonly name: string
  readonly typed: string
  readonly value: string | boolean
  readonly global: boolean
}

export interface Scan {
  readonly options: readonly ScannedOption[]
  readonly positionals: readonly string[]
}

interface Definition extends ScannedFlag {
  readonly name: string
  readonly global: boolean
  readonly negated: boolean
}

/** Whether a flag is a password: given without a value it is asked for, and logs mask it. */
export function isSecretFlag(name: string, flag: { readonly secret?: boolean | undefined }): boolean {
  return flag.secret === true || /(^|-)(password|passphrase)$/.test(name)
}

/**
 * Splits a command's argv into options and arguments the way that the original does: a value is whatever follows its
 * option, dashes included; an option that is no list counts once, the last one; options and arguments may be mixed until
 * there are `optionsEndAfter` arguments (`exec INSTANCE COMMAND -c ...`) or `--`. oclif's own reading differs in each.
 * A password option without a value has the value `BARE_SECRET`.
 * Fails with a usage error for unknown options and missing values.
 */
export function scan(argv: readonly string[], flags: ScannedFlags, optionsEndAfter = Infinity): Scan {
  const find = finder(flags)
  const options: ScannedOption[] = []
  const positionals: string[] = []
  const queue = [...argv]
  while (queue.length > 0) {
    const argument = queue.shift() as string
    if (argument === '--') return { options, positionals: [...positionals, ...queue] }
    const token = optionToken(argument)
    if (token === undefined) {
      positionals.push(argument)
      if (positionals.length >= optionsEndAfter) {
        const rest = queue[0] === '--' ? queue.slice(1) : queue
        return { options, positionals: [...positionals, ...rest] }
      }
      continue
    }
    const definition = find(token)
    if (definition === undefined) throw noSuchOption(token, flags)
    options.push(...read(definition, token, queue))
  }
  return { options, positionals }
}

function read(definition: Definition, token: OptionToken, queue: string[]): ScannedOption[] {
  const { name, global, negated } = definition
  const option = { name, typed: token.typed, global }
  if (definition.type === 'boolean') {
    if (token.attached !== undefined && token.long)
      throw usage('PGLIFT_USAGE_VALUE', `Option '${token.typed}' does not take a value.`)
    if (token.attached) queue.unshift(`-${token.attached}`)
    return [{ ...option, value: !negated }]
  }
  const value = token.attached ?? valueFrom(queue, isSecretFlag(name, definition))
  if (value === undefined) throw usage('PGLIFT_USAGE_VALUE', `Option '${token.typed}' requires an argument.`)
  const values = definition.multiple && definition.delimiter ? value.split(definition.delimiter) : [value]
  return values.map((one) => ({ ...option, value: one }))
}

function valueFrom(queue: string[], secret: boolean): string | undefined {
  if (secret && (queue[0] === undefined || queue[0].startsWith('-'))) return BARE_SECRET
  return queue.shift()
}

function finder(flags: ScannedFlags): (token: OptionToken) => Definition | undefined {
  const long = new Map<string, Definition>()
  const short = new Map<string, Definition>()
  const add = (name: string, flag: ScannedFlag, global: boolean) => {
    const definition = { ...flag, name, global, negated: false }
    for (const alias of [name, ...(flag.aliases ?? [])]) {
      if (alias.length === 1) short.set(alias, definition)
      else long.set(alias, definition)
      if (flag.allowNo) long.set(`no-${alias}`, { ...definition, negated: true })
    }
    for (const char of [flag.char ?? [], flag.charAliases ?? []].flat()) short.set(char, definition)
  }
  for (const { name, char, takesValue } of GLOBAL_OPTIONS)
    add(name, { type: takesValue ? 'option' : 'boolean', char }, true)
  // After the global ones: a command's own options take precedence.
  for (const [name, flag] of Object.entries(flags)) add(name, flag, false)
  return ({ name, long: isLong }) => (isLong ? long : short).get(name)
}

function noSuchOption({ typed, name, long }: OptionToken, flags: ScannedFlags): Error {
  const names = Object.entries(flags).flatMap(([flag, { allowNo }]) =>
    allowNo ? [flag, `no-${flag}`] : [flag],
  )
  const near = long ? similarWords(name, names).map((word) => `--${word}`) : []
  const suggestion =
    near.length > 1
      ? ` (Possible options: ${near.sort().join(', ')})`
      : near.map((word) => ` Did you mean ${word}?`).join('')
  return usage('PGLIFT_USAGE_NO_OPTION', `No such option: ${typed}${suggestion}`)
}
