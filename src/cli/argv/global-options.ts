import type { LevelName } from '../log/log-record.js'

/** Options that every command takes, wherever they stand; they aren't among the flags that oclif sees. */
export interface GlobalOption {
  readonly name: string
  readonly char?: string
  readonly takesValue: boolean
  readonly options?: readonly string[]
}

/** Levels as typed and shown; any case is accepted. */
export const LOG_LEVELS: readonly LevelName[] = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']

const SHELLS = ['bash', 'fish', 'zsh'] as const

export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  { name: 'log-level', char: 'L', takesValue: true, options: LOG_LEVELS },
  { name: 'log-file', char: 'l', takesValue: true },
  { name: 'interactive', takesValue: false },
  { name: 'non-interactive', takesValue: false },
  { name: 'debug', takesValue: false },
]

/** Options that are only understood before the command. */
export const PROGRAM_OPTIONS: readonly GlobalOption[] = [
  ...GLOBAL_OPTIONS,
  { name: 'version', takesValue: false },
  { name: 'completion', takesValue: true, options: SHELLS },
  { name: 'help', takesValue: false },
]

/** Global options as given. */
export interface Globals {
  readonly logLevel?: LevelName
  readonly logFile?: string
  /** False with `--non-interactive`. */
  readonly interactive: boolean
  readonly debug: boolean
}

/** The host's groups whose sub-commands work on one instance: `role -i 15/main create bob`. */
export const INSTANCE_GROUPS: ReadonlySet<string> = new Set(['role', 'database', 'pgconf', 'pghba', 'wal'])

export const INSTANCE_OPTION: GlobalOption = { name: 'instance', char: 'i', takesValue: true }
