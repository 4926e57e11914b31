import type { Fault } from '@pglift/sdk'
import type { PgbackrestSettings } from './settings.js'

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** Options of pgBackRest whose values are passwords, keys or tokens (Configuration Reference). */
const SECRET =
  /^(repo\d+-)?(cipher-pass|s3-key|s3-key-secret|s3-token|azure-key|sftp-private-key-passphrase)$/

/** Options that pglift sets itself, from its settings or for each instance and command. */
const OWN =
  /^(stanza|config(-path|-include-path)?|lock-path|log-path|spool-path|pg\d*-.+|cmd-ssh|set|target.*|repo1-host.*|tls-server.*|repo)$/

const OWN_OF_PATH = /^repo1-(path|retention-(archive|diff|full))$/

function fault(loc: Fault['loc'], msg: string, input?: unknown): Fault {
  return { type: 'value_error', loc: ['pgbackrest', ...loc], msg, input }
}

function isOption(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length > 0 && value.every((item) => isOption(item) && !Array.isArray(item))
  if (typeof value === 'string') return isLine(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

/** What a line of pgBackRest's configuration can hold: it takes the blanks at both ends off. */
function isLine(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text !== '' && text.trim() === text && !/[\u0000-\u001f\u007f]/.test(text)
}

function nameProblem(name: string, { repository }: PgbackrestSettings): string | undefined {
  if (!NAME.test(name)) return `'${name}' is not the name of an option`
  if (OWN.test(name)) return `option '${name}' is set by pglift itself`
  if (OWN_OF_PATH.test(name) && repository.mode === 'path')
    return `option '${name}' is set by pglift itself; see 'pgbackrest.repository'`
  return undefined
}

function optionFaults(section: PgbackrestSettings): Fault[] {
  const { options } = section as { options: unknown }
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    return [fault(['options'], 'expecting a mapping of options', options)]
  return Object.entries(options).flatMap(([name, value]) => {
    const problem = SECRET.test(name)
      ? `option '${name}' holds a secret; give it in 'pgbackrest.secrets'`
      : nameProblem(name, section)
    if (problem !== undefined) return [fault(['options', name], problem)]
    return isOption(value)
      ? []
      : [fault(['options', name], 'expecting text of one line, a number, or a list', value)]
  })
}

function secretFaults(section: PgbackrestSettings): Fault[] {
  const seen = new Set<string>()
  return section.secrets.flatMap(({ option, file, command }, index) => {
    const at = (msg: string, key = 'option') => [fault(['secrets', index, key], msg, option)]
    if (seen.has(option)) return at(`'${option}' is given more than once`)
    seen.add(option)
    if (!SECRET.test(option))
      return at(`'${option}' is no option that holds a secret; give it in 'pgbackrest.options'`)
    if ((file === null) === (command.length === 0)) return at("give either 'file' or 'command'", 'file')
    return []
  })
}

/** A path with a line break or with blanks at its ends can't be written to pgBackRest's configuration. */
function pathFaults(section: PgbackrestSettings): Fault[] {
  const { configpath, logpath, spoolpath, lockpath } = section
  return Object.entries({ configpath, logpath, spoolpath, lockpath }).flatMap(([key, value]) =>
    isLine(value) ? [] : [fault([key], 'must not begin or end with a blank', value)],
  )
}

/** Faults of the section that its schema can't tell. Pure. */
export function settingsFaults(section: PgbackrestSettings): Fault[] {
  return [...pathFaults(section), ...optionFaults(section), ...secretFaults(section)]
}
