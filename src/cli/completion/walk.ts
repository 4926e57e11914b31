import type { CompletedNode, Values } from './command-tree.js'

/** A word between single quotes, for any shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** What the scripts call values by: words, `@roles` for live names, `@files`, or nothing. */
export function valueCode(values: Values): string {
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

/** `case` branches shared by bash and zsh: what `path` and `path option` stand for. */
export function caseBranches(nodes: readonly CompletedNode[]): {
  words: string
  options: string
  values: string
  args: string
} {
  const branch = (key: string, value: string) => `    ${quoted(key)}) reply=${quoted(value)} ;;`
  return {
    words: nodes
      .filter(({ words }) => words.length > 0)
      .map(({ path, words }) => branch(path, words.map(({ word }) => word).join(' ')))
      .join('\n'),
    options: nodes
      .map(({ path, options }) => branch(path, options.map(({ name }) => name).join(' ')))
      .join('\n'),
    values: nodes
      .flatMap(({ path, options }) =>
        options.flatMap(({ name, values }) =>
          values ? [branch(`${path} ${name}`.trim(), valueCode(values) || '-')] : [],
        ),
      )
      .join('\n'),
    args: nodes
      .filter(({ argument }) => argument.kind !== 'anything')
      .map(({ path, argument }) => branch(path, valueCode(argument)))
      .join('\n'),
  }
}
