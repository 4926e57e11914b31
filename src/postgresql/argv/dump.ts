import { operational } from '../../errors/kinds.js'
import { type Argv, argvConninfo } from './argv.js'

/** What the placeholders of settings `dump_commands` and `restore_commands` stand for. */
export interface DumpVariables {
  bindir: string
  /** Directory of the dumps. */
  path: string
  dbname: string
  /** ISO 8601 with offset, seconds: `2023-11-20T11:18:50+00:00`. */
  date: string
  /** Connection string to the database, without password. */
  conninfo: string
}

export interface RestoreVariables extends DumpVariables {
  /** `-C` to create the database under its own name; empty to restore into an existing one. */
  createoption: '-C' | ''
}

/** Renders `dump_commands`. */
export function dumpArgvs(commands: readonly (readonly string[])[], variables: DumpVariables): Argv[] {
  return commands.map((command) => render(command, { ...variables }))
}

/** Renders `restore_commands`; an argument that is a lone placeholder and comes out empty is left out. */
export function restoreArgvs(commands: readonly (readonly string[])[], variables: RestoreVariables): Argv[] {
  return commands.map((command) => render(command, { ...variables }))
}

function render(command: readonly string[], variables: Readonly<Record<string, string>>): Argv {
  const values = { ...variables, conninfo: argvConninfo(variables.conninfo ?? '') }
  const [name, ...args] = command.flatMap((template) => {
    const text = renderArgument(template, values)
    return text === '' && template !== '' ? [] : [text]
  })
  if (name === undefined) throw operational('PGLIFT_DUMP_COMMAND', 'a dump or restore command is empty')
  return [name, ...args]
}

/** `{name}` is replaced, `{{` and `}}` are braces. */
function renderArgument(template: string, variables: Readonly<Record<string, string>>): string {
  // In a path a database's name must stay one file name; elsewhere it is the name itself
  const isPath = template.includes('{path}')
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (token, name?: string) => {
    if (token === '{{' || token === '}}') return token.charAt(0)
    const value = name !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined) throw unknownPlaceholder(template, token, Object.keys(variables))
    if (name !== 'dbname') return value
    if (!isPath && template.startsWith('{dbname}') && value.startsWith('-')) throw optionLike(value)
    return isPath ? dumpFileName(value) : value
  })
}

/**
 * A database's name as part of a file name: `/`, `%`, control characters and a leading dot are percent-encoded, all
 * else is kept. `databaseOfFileName` reads it back.
 */
export function dumpFileName(dbname: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return dbname.replace(/[/%\u0000-\u001f\u007f]|^\./g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** The inverse of `dumpFileName`. */
export function databaseOfFileName(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function unknownPlaceholder(template: string, token: string, known: readonly string[]): Error {
  return operational(
    'PGLIFT_DUMP_COMMAND',
    `unknown placeholder '${token}' in command argument '${template}'`,
    {
      hint: `Known placeholders: ${known.map((name) => `{${name}}`).join(', ')}; a literal brace is doubled.`,
    },
  )
}

function optionLike(dbname: string): Error {
  return operational('PGLIFT_DUMP_COMMAND', `database name '${dbname}' would be taken for an option`, {
    hint: "Use '-d', '{conninfo}' in dump_commands and restore_commands instead of '{dbname}'.",
  })
}
