import { isGroup, usageFor, wordsBelow } from '../../build/src/cli/argv/command-path.js'
import { takesInstance } from '../../build/src/cli/argv/instance-groups.js'
import { shortHelp } from '../../build/src/cli/help/help-layout.js'
import { INSTANCE_HELP, optionHelp } from '../../build/src/cli/help/help-options.js'
import { ownCommands } from '../command-tree.mjs'
import {
  definition,
  inline,
  page,
  paragraph,
  paragraphs,
  reference,
  section,
  title,
  verbatim,
} from './roff.mjs'
import { option, usage } from './terms.mjs'

/** Groups of the host that components add commands to. */
const SHARED = ['instance']

const EXTENSIBLE = `Components that are enabled add options to this command, for their fields of an instance's manifest;
\`--help\` lists them, and the page of each component, \`pglift-COMPONENT\`(7), tells what they mean.`

const HIDDEN = 'Help screens do not list this command.'

const nameOf = (words) => ['pglift', ...words].join('-')

function topicOf(config, words) {
  return config.topics.find(({ name }) => name === words.join(':'))
}

/** What is told of a command or group in one line, and in full. */
function textsOf(config, words) {
  const command = config.findCommand(words.join(':'))
  const about = topicOf(config, words)?.description
  if (command === undefined || (isGroup(config, words) && about)) return { line: about ?? '', full: '' }
  const { summary = '', description = '' } = command
  const full = description.startsWith(summary) ? description : `${summary}\n\n${description}`
  const [line, ...others] = full.trim().split(/\n\s*\n/)
  return {
    line: shortHelp(line, 1000),
    full: shortHelp(line, 1000) === line.trim() ? others.join('\n\n') : full,
  }
}

/** `Create a role.` as it stands behind a name: `create a role`. */
function purpose(line) {
  const text = line.trim().replace(/\.$/, '')
  return /^[A-Z][a-z]/.test(text) && !text.startsWith('PostgreSQL')
    ? text[0].toLowerCase() + text.slice(1)
    : text
}

/** Behind `NAME`, which apropos(1) reads. */
export function nameSection(name, line) {
  return section('NAME', `${name.replaceAll('-', '\\-')} \\- ${inline(purpose(line))}`)
}

function optionsOf(config, words) {
  const flags = config.findCommand(words.join(':'))?.flags ?? {}
  const own = optionHelp(flags, (text) => text)
  const forAll = isGroup(config, words) && takesInstance(config, words) && (flags.instance?.hidden ?? true)
  return (forAll ? [INSTANCE_HELP, ...own] : own).map(([term, text]) => definition(option(term), text))
}

function argumentsOf(command) {
  const described = Object.entries(command?.args ?? {}).filter(([, { description }]) => description)
  return described.map(([name, { description }]) => definition(option(name.toUpperCase()), description))
}

function examplesOf(command) {
  return (command?.examples ?? []).map((example) => verbatim(String(example).split('\n')))
}

function belowOf(config, words) {
  if (!isGroup(config, words)) return []
  const commands = wordsBelow(config, words).map((word) => {
    const path = [...words, word]
    return definition(reference([nameOf(path), 1]), textsOf(config, path).line)
  })
  const more = `Components that are enabled may add commands; \`pglift ${words.join(' ')} --help\` lists them all.`
  return SHARED.includes(words.join(':')) ? [...commands, paragraph(more)] : commands
}

function commandPage(config, words, { date, version, component }) {
  const command = config.findCommand(words.join(':'))
  const { line, full } = textsOf(config, words)
  const about = [
    ...(full === '' ? [paragraph(line)] : paragraphs(full)),
    ...(command?.extensible ? [paragraph(EXTENSIBLE)] : []),
    ...(command?.hidden ? [paragraph(HIDDEN)] : []),
    ...(component ? [paragraph(`It comes with the component \`${component}\`.`)] : []),
  ]
  const parents = words.slice(0, -1).map((_, index) => [nameOf(words.slice(0, index + 1)), 1])
  const pages = Object.keys(command?.flags ?? {}).includes('file') ? [['pglift-manifest', 5]] : []
  const also = [['pglift', 1], ...parents, ...(component ? [[`pglift-${component}`, 7]] : []), ...pages]
  return page(
    title(nameOf(words), '1', date, version),
    nameSection(nameOf(words), line),
    section('SYNOPSIS', usage(usageFor(config, words))),
    section('DESCRIPTION', ...about),
    section('ARGUMENTS', ...argumentsOf(command)),
    section('OPTIONS', ...optionsOf(config, words)),
    section('COMMANDS', ...belowOf(config, words)),
    section('EXAMPLES', ...examplesOf(command)),
    section(
      'EXIT STATUS',
      paragraph('That of `pglift`(1), where options of all commands are described, too.'),
    ),
    section('SEE ALSO', also.map(reference).join(',\n')),
  )
}

/** Paths of the package's commands, and of its groups: those that a package declares or that are a command. */
function pathsOf(config) {
  const own = ownCommands(config)
  const ids = new Set(own.filter(({ aliases, id }) => !aliases.includes(id)).map(({ id }) => id))
  for (const { name } of config.topics) if (config.pjson.oclif.topics?.[name] !== undefined) ids.add(name)
  return [...ids].sort().map((id) => id.split(':'))
}

/** A page of section 1 for each command and group of a package: text by file name. */
export function commandPages(config, about) {
  const pages = pathsOf(config).map((words) => [`${nameOf(words)}.1`, commandPage(config, words, about)])
  return Object.fromEntries(pages)
}

/** What the pages of a package's commands are called, with their line, for a list. */
export function commandList(config) {
  return pathsOf(config)
    .filter((words) => words.length === 1)
    .map((words) => definition(reference([nameOf(words), 1]), textsOf(config, words).line))
}
