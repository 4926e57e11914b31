import type { CompletedNode, Values } from './command-tree.js'

/** A word between single quotes, for any shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** What the scripts call values by: words, `@roles` for live names, `@files`, or nothing. */
function valueCode(values: Values): string {
  switch (values.kind) {
    case 'words':
      return values.words.join(' ')
    case 'live':
      return `@${values.of}`
    case 'files':
      return '@files'
    default:
      return ''
  }
}

/** A shell function, of bash and zsh, that sets `reply` to what its argument stands for. */
function lookup(name: string, branches: readonly string[]): string {
  return `${name}() {
  reply=
  case "$1" in
${branches.join('\n')}
  esac
}`
}

/** The functions that bash and zsh share: what `path` and `path option` stand for. */
export function lookupFunctions(f: string, nodes: readonly CompletedNode[]): string {
  const { options, values, args } = caseBranches(nodes)
  return `${lookup(`${f}_options`, options)}

# What stands for the value of an option; empty when it takes none, - when it can be anything.
${lookup(`${f}_values`, values)}

${lookup(`${f}_arguments`, args)}`
}

/** The function that gives the sub-commands of `path`. */
export function wordsFunction(f: string, nodes: readonly CompletedNode[]): string {
  const groups = nodes.filter(({ words }) => words.length > 0)
  return lookup(
    `${f}_words`,
    groups.map(({ path, words }) => branch(path, words.map(({ word }) => word).join(' '))),
  )
}

const branch = (key: string, value: string): string => `    ${quoted(key)}) reply=${quoted(value)} ;;`

function caseBranches(nodes: readonly CompletedNode[]): Record<'options' | 'values' | 'args', string[]> {
  return {
    options: nodes.map(({ path, options }) => branch(path, options.map(({ name }) => name).join(' '))),
    values: nodes.flatMap(({ path, options }) =>
      options.flatMap(({ name, values }) =>
        values ? [branch(`${path} ${name}`.trim(), valueCode(values) || '-')] : [],
      ),
    ),
    args: nodes
      .filter(({ argument }) => argument.kind !== 'anything')
      .map(({ path, argument }) => branch(path, valueCode(argument))),
  }
}
