/** The parts of oclif.manifest.json that a user sees. */
export interface Manifest {
  commands: Record<string, ManifestCommand>
}

interface ManifestCommand {
  summary?: string
  description?: string
  hidden?: boolean
  aliases?: string[]
  args: Record<string, ManifestArg>
  flags: Record<string, ManifestFlag>
}

interface ManifestArg {
  name: string
  required?: boolean
  multiple?: boolean
  options?: string[]
  default?: unknown
}

interface ManifestFlag {
  name: string
  type: 'boolean' | 'option'
  char?: string
  allowNo?: boolean
  multiple?: boolean
  required?: boolean
  hidden?: boolean
  helpValue?: string | string[]
  options?: string[]
  default?: unknown
  env?: string
  aliases?: string[]
}

/** The command line of a manifest as readable text: one block a command, one line an option, in their order. */
export function manifestText(manifest: Manifest): string {
  return Object.keys(manifest.commands)
    .sort()
    .map((id) => commandText(id, manifest.commands[id] as ManifestCommand))
    .join('\n')
}

function commandText(id: string, command: ManifestCommand): string {
  const args = Object.values(command.args).map(argText)
  const aliases = command.aliases?.length ? ` (also ${command.aliases.join(', ')})` : ''
  const title = [id.replaceAll(':', ' '), ...args].join(' ') + aliases + (command.hidden ? ' (hidden)' : '')
  const about = command.summary ?? command.description ?? ''
  return `${[title, `  "${about}"`, ...Object.values(command.flags).map((flag) => `  ${flagText(flag)}`)].join('\n')}\n`
}

function argText(arg: ManifestArg): string {
  const text = `${arg.name.toUpperCase()}${choices(arg.options)}${arg.multiple ? '...' : ''}`
  return arg.required ? text : `[${text}]`
}

function flagText(flag: ManifestFlag): string {
  const names = [
    flag.char && `-${flag.char}`,
    ...(flag.aliases ?? []).map((alias) => `--${alias}`),
    longName(flag),
  ]
  const value = flag.type === 'option' ? `<${[flag.helpValue ?? 'value'].flat().join(' ')}>` : ''
  const traits = [
    flag.required && 'required',
    flag.multiple && 'repeatable',
    flag.hidden && 'hidden',
    flag.default !== undefined && `default ${JSON.stringify(flag.default)}`,
    flag.env && `env ${flag.env}`,
  ].filter(Boolean)
  const ending = traits.length > 0 ? `(${traits.join(', ')})` : ''
  return [names.filter(Boolean).join(', '), value + choices(flag.options), ending].filter(Boolean).join(' ')
}

function longName({ name, allowNo }: ManifestFlag): string {
  return allowNo ? `--[no-]${name}` : `--${name}`
}

function choices(options: string[] | undefined): string {
  return options ? `{${options.join('|')}}` : ''
}
