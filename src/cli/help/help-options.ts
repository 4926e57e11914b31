import type { Command } from '@oclif/core'
import { isSecretFlag } from '../argv/scan.js'
import type { Definition } from './help-layout.js'

type Flag = Command.Flag.Any

const HELP: Definition = ['--help', 'Show this message and exit.']

/** Options of the program, as its help shows them. */
export const PROGRAM_HELP: readonly Definition[] = [
  [
    '-L, --log-level [DEBUG|INFO|WARNING|ERROR|CRITICAL]',
    'Set log threshold (default to INFO when logging to stderr or WARNING when logging to a file).',
  ],
  ['-l, --log-file LOGFILE', 'Write logs to LOGFILE, instead of stderr.'],
  [
    '--interactive / --non-interactive',
    'Interactively prompt for confirmation when needed (the default), or automatically pick the default option for all choices.',
  ],
  ['--version', 'Show program version.'],
  ['--completion [bash|fish|zsh]', 'Output completion for specified shell and exit.'],
  HELP,
]

export const INSTANCE_HELP: Definition = [
  '-i, --instance <version>/<name>',
  'Instance identifier; the <version>/ prefix may be omitted if there is only one instance matching <name>. Required if there is more than one instance on system.',
]

/** The options of a command or group, `--help` last. `render` fills in oclif's placeholders. */
export function optionHelp(
  flags: Readonly<Record<string, Flag>>,
  render: (text: string) => string,
): Definition[] {
  const shown = Object.entries(flags).filter(([name, flag]) => !flag.hidden && name !== 'help')
  return [...shown.map(([name, flag]): Definition => [term(name, flag), render(text(flag))]), HELP]
}

function term(name: string, flag: Flag): string {
  const short = flag.char === undefined ? '' : `-${flag.char}, `
  if (flag.type === 'boolean') return `${short}--${name}${flag.allowNo ? ` / --no-${name}` : ''}`
  return `${short}--${name} ${metavar(name, flag)}`
}

function metavar(name: string, flag: Flag): string {
  const { helpValue, options } = flag as { helpValue?: string | string[]; options?: readonly string[] }
  if (options !== undefined && options.length > 0) return `[${options.join('|')}]`
  if (helpValue !== undefined) return [helpValue].flat().join(' ')
  return isSecretFlag(name, {}) ? 'PASSWORD' : 'TEXT'
}

function text(flag: Flag): string {
  const summary = [flag.summary, flag.description].filter(Boolean).join(' ')
  return flag.required ? `${summary}  [required]` : summary
}
