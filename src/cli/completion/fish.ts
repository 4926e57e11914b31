import type { CompletedNode, CompletedOption, Values } from './command-tree.js'

/** The script for fish: `pglift --completion fish | source`. */
export function fishScript(bin: string, nodes: readonly CompletedNode[]): string {
  const f = `__${bin}`
  const withValue = [
    ...new Set(
      nodes.flatMap(({ options }) => options.filter(({ values }) => values).map(({ name }) => name)),
    ),
  ]
  const lines = nodes.flatMap((node) => nodeLines(bin, f, node))
  return `# fish completion of ${bin}: ${bin} --completion fish | source

# The words of the command typed so far, without options and their values.
function ${f}_path
  set -l tokens (commandline -opc)
  set -l words
  set -l skip 0
  for token in $tokens[2..-1]
    if test $skip -eq 1
      set skip 0
    else if contains -- $token ${withValue.map(fishQuoted).join(' ')}
      set skip 1
    else if not string match -q -- '-*' $token
      set -a words $token
    end
  end
  echo "$words"
end

# Whether the words are exactly the path: its sub-commands are due.
function ${f}_at
  test (${f}_path) = "$argv"
end

# Whether the words begin with the path.
function ${f}_in
  set -l path (${f}_path)
  test "$path" = "$argv"; or string match -q -- "$argv *" "$path"
end

function ${f}_instance
  set -l tokens (commandline -opc)
  set -l next 0
  for token in $tokens
    if test $next -eq 1
      echo "--instance=$token"
      return
    end
    if string match -q -- '--instance=*' $token
      echo $token
      return
    end
    contains -- $token -i --instance; and set next 1
  end
end

function ${f}_live
  ${bin} complete $argv[1] (${f}_instance) -- (commandline -ct) 2>/dev/null
end

complete -c ${bin} -f
${lines.join('\n')}
`
}

function nodeLines(bin: string, f: string, { path, words, options, argument }: CompletedNode): string[] {
  const begin = `complete -c ${bin} -n`
  const at = fishQuoted(`${f}_at ${path}`.trim())
  const inside = fishQuoted(path === '' || words.length > 0 ? `${f}_at ${path}`.trim() : `${f}_in ${path}`)
  return [
    ...words.map(({ word, summary }) => `${begin} ${at} -a ${fishQuoted(word)} -d ${fishQuoted(summary)}`),
    ...options.map((option) => `${begin} ${inside} ${optionPart(f, option)}`),
    ...(words.length === 0 && argument.kind !== 'anything'
      ? [`${begin} ${inside} ${valuePart(f, argument, false)}`]
      : []),
  ]
}

function optionPart(f: string, { name, summary, values }: CompletedOption): string {
  const spelling = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
  const description = summary === '' ? '' : ` -d ${fishQuoted(summary)}`
  return `${spelling}${description}${values === undefined ? '' : ` ${valuePart(f, values, true)}`}`
}

function valuePart(f: string, values: Values, required: boolean): string {
  const exclusive = required ? '-x ' : ''
  switch (values.kind) {
    case 'words':
      return `${exclusive}-a ${fishQuoted(values.words.join(' '))}`
    case 'live':
      return `${exclusive}-a ${fishQuoted(`(${f}_live ${values.of})`)}`
    case 'files':
      return required ? '-r -F' : '-F'
    default:
      return required ? '-x' : ''
  }
}

function fishQuoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
