import { type Command, HelpBase } from '@oclif/core'
import { isGroup, knownPath, usageFor, wordsBelow } from '../argv/command-path.js'
import { takesInstance } from '../argv/instance-groups.js'
import { type Definition, definitionList, helpWidth, paragraphs, shortHelp } from './help-layout.js'
import { INSTANCE_HELP, optionHelp, PROGRAM_HELP } from './help-options.js'

/** Groups that stand first in the program's help, and those that stand last; the others are sorted between them. */
const FIRST = ['instance', 'pgconf', 'role', 'database', 'pghba', 'wal']
const LAST = ['plugins']

/** Help screens in the original's shape: Usage, description, Options, Commands; fit for 80 columns. */
export default class PgliftHelp extends HelpBase {
  /** Called by oclif: for `--help`, and for a group without a command, which is a usage error. */
  override async showHelp(argv: string[]): Promise<void> {
    const separator = argv.indexOf('--')
    const asked = (separator === -1 ? argv : argv.slice(0, separator)).includes('--help')
    const words = argv.flatMap((word) => word.split(':'))
    const end = words.findIndex((word) => word.startsWith('-'))
    const path = knownPath(this.config, end === -1 ? words : words.slice(0, end))
    if (asked) process.stdout.write(this.screen(path))
    else this.showUsage(path)
  }

  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    process.stdout.write(this.screen(command.id.split(/[: ]/)))
  }

  /** Help on standard error, for a command line without a command: exit code 2. */
  showUsage(path: readonly string[]): void {
    process.stderr.write(this.screen(path))
    process.exitCode = 2
  }

  /** The help screen of a command, a group, or (no words) the program. */
  screen(path: readonly string[]): string {
    const width = helpWidth(Number(process.env.COLUMNS) || process.stdout.columns)
    const group = isGroup(this.config, path)
    const lines = [
      `Usage: ${usageFor(this.config, path)}`,
      ...paragraphs(this.#description(path), width),
      ...definitionList('Options', this.#options(path, group), width),
      ...(group ? definitionList('Commands', this.#commands(path, width), width) : []),
      ...this.#examples(path),
    ]
    return `${lines.join('\n')}\n`
  }

  #command(path: readonly string[]): Command.Loadable | undefined {
    return path.length === 0 ? undefined : this.config.findCommand(path.join(':'))
  }

  #description(path: readonly string[]): string {
    if (path.length === 0) return this.config.pjson.description ?? ''
    const command = this.#command(path)
    const topic = this.config.topics.find(({ name }) => name === path.join(':'))
    if (command === undefined || (isGroup(this.config, path) && topic?.description))
      return topic?.description ?? ''
    const { summary = '', description = '' } = command
    const full = description.startsWith(summary) ? description : `${summary}\n\n${description}`
    return this.#filled(full, path)
  }

  #options(path: readonly string[], group: boolean): Definition[] {
    if (path.length === 0) return [...PROGRAM_HELP]
    const flags = this.#command(path)?.flags ?? {}
    const own = optionHelp(flags, (text) => this.#filled(text, path))
    return group && takesInstance(this.config, path) && (flags.instance?.hidden ?? true)
      ? [INSTANCE_HELP, ...own]
      : own
  }

  #commands(path: readonly string[], width: number): Definition[] {
    const words = wordsBelow(this.config, path)
    const ordered = path.length === 0 ? inOrder(words) : words
    const limit = width - 6 - Math.max(0, ...ordered.map((word) => word.length))
    return ordered.map((word) => [word, shortHelp(this.#description([...path, word]), limit)])
  }

  /** Fills in the placeholders of oclif's own plugins: `<%= config.bin %> <%= command.id %>`. */
  #filled(text: string, path: readonly string[]): string {
    return this.render(text.replaceAll(/<%=\s*command\.id\s*%>/g, path.join(' ')))
  }

  #examples(path: readonly string[]): string[] {
    const { examples = [] } = this.#command(path) ?? {}
    const lines = examples.flatMap((example) => {
      const texts = typeof example === 'string' ? [example] : [example.description, example.command]
      return texts.flatMap((text) => this.#filled(text, path).split('\n')).map((line) => `  ${line}`)
    })
    return lines.length === 0 ? [] : ['', 'Examples:', ...lines]
  }
}

function inOrder(words: readonly string[]): string[] {
  const rank = (word: string) =>
    FIRST.includes(word) ? FIRST.indexOf(word) : LAST.includes(word) ? 1000 : 100
  return [...words].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
