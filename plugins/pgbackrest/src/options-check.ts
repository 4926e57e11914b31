import type { Fault } from '@pglift/sdk'
import { isSecretOption, mayBeSecretOption } from './conf/secret-options.js'
import type { SecretSource } from './settings-options.js'

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** A fault below the section `pgbackrest`. */
export function fault(loc: Fault['loc'], msg: string, input?: unknown): Fault {
  return { type: 'value_error', loc: ['pgbackrest', ...loc], msg, input }
}

/** What a line of pgBackRest's configuration can hold: it takes the blanks at both ends off. */
export function isLine(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text !== '' && text.trim() === text && !/[\u0000-\u001f\u007f]/.test(text)
}

function isOption(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length > 0 && value.every((item) => isOption(item) && !Array.isArray(item))
  if (typeof value === 'string') return isLine(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

/** Why an option of that name can't be given; undefined when it can. */
export type NameProblem = (name: string) => string | undefined

function optionProblem(at: string, name: string, problemOf: NameProblem): string | undefined {
  if (!NAME.test(name)) return `'${name}' is not the name of an option`
  if (isSecretOption(name)) return `option '${name}' holds a secret; give it in '${at}secrets'`
  return problemOf(name)
}

const dotted = (loc: Fault['loc']): string => ['pgbackrest', ...loc, ''].join('.')

/** Faults of a mapping of options; `loc` is where it and the list of secrets stand. */
export function optionFaults(loc: Fault['loc'], options: unknown, problemOf: NameProblem): Fault[] {
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    return [fault([...loc, 'options'], 'expecting a mapping of options', options)]
  return Object.entries(options).flatMap(([name, value]) => {
    const problem = optionProblem(dotted(loc), name, problemOf)
    if (problem !== undefined) return [fault([...loc, 'options', name], problem)]
    return isOption(value)
      ? []
      : [fault([...loc, 'options', name], 'expecting text of one line, a number, or a list', value)]
  })
}

/** Faults of a list of secrets. */
export function secretFaults(loc: Fault['loc'], secrets: readonly SecretSource[]): Fault[] {
  const seen = new Set<string>()
  return secrets.flatMap(({ option, file, command }, index) => {
    const at = (msg: string, key = 'option') => [fault([...loc, 'secrets', index, key], msg, option)]
    if (seen.has(option)) return at(`'${option}' is given more than once`)
    seen.add(option)
    if (!NAME.test(option) || !mayBeSecretOption(option))
      return at(`'${option}' is no option that holds a secret; give it in '${dotted(loc)}options'`)
    if ((file === null) === (command.length === 0)) return at("give either 'file' or 'command'", 'file')
    return []
  })
}
