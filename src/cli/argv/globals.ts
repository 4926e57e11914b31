import { type PgliftError, usage } from '../../errors/kinds.js'
import type { LevelName } from '../log/log-record.js'
import { type Globals, LOG_LEVELS } from './global-options.js'
import type { ScannedOption } from './scan.js'

/** The global options among those of a command line. Fails with a usage error for a level that doesn't exist. */
export function readGlobals(options: readonly ScannedOption[]): Globals {
  const given = options.filter(({ global }) => global)
  const last = (...names: string[]) => given.findLast(({ name }) => names.includes(name))
  const level = last('log-level')?.value
  const file = last('log-file')?.value
  return {
    ...(level !== undefined && { logLevel: readLevel(String(level)) }),
    ...(file !== undefined && { logFile: String(file) }),
    interactive: last('interactive', 'non-interactive')?.name !== 'non-interactive',
    debug: last('debug') !== undefined,
  }
}

function readLevel(text: string): LevelName {
  const level = LOG_LEVELS.find((name) => name === text.toUpperCase())
  if (level === undefined) throw notAChoice("'-L' / '--log-level'", text, LOG_LEVELS)
  return level
}

/** `Invalid value for '--state': 'x' is not one of 'started', 'stopped'.` `label` is the option's, quoted. */
export function notAChoice(label: string, value: string, choices: readonly unknown[]): PgliftError {
  const list = choices.map((choice) => `'${choice}'`).join(', ')
  return usage('PGLIFT_USAGE_VALUE', `Invalid value for ${label}: '${value}' is not one of ${list}.`)
}
