import type { CompletedNode } from './command-tree.js'
import { lookupFunctions, quoted } from './walk.js'

/** The script for zsh: sourced after `compinit`, or a file `_pglift` of `$fpath`. */
export function zshScript(bin: string, nodes: readonly CompletedNode[]): string {
  const f = `_${bin}`
  const described = nodes
    .filter(({ words }) => words.length > 0)
    .map(({ path, words }) => {
      const items = words.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(' ')
      return `    ${quoted(path)}) items=(${items}) ;;`
    })
    .join('\n')
  return `#compdef ${bin}
# zsh completion of ${bin}: source <(${bin} --completion zsh)

${f}_words() {
  items=()
  case "$1" in
${described}
  esac
}

${lookupFunctions(f, nodes)}

${f}_propose() {
  case "$1" in
    @files) _files ;;
    @*)
      local -a names
      names=("\${(@f)$(${bin} complete "\${1#@}" \${instance:+--instance=$instance} -- "$PREFIX" 2>/dev/null | cut -f1)}")
      names=(\${names:#})
      (( \${#names} )) && compadd -a names ;;
    *) compadd -- \${=1} ;;
  esac
}

${f}() {
  local cmdpath='' option='' instance='' reply word candidate
  local -a items
  local -i i
  for ((i = 2; i < CURRENT; i++)); do
    word="\${(Q)words[i]}"
    if [[ -n $option ]]; then
      case "$option" in -i|--instance) instance="$word" ;; esac
      option=''
      continue
    fi
    [[ $word == '--' ]] && return
    if [[ $word == --instance=* ]]; then
      instance="\${word#--instance=}"
      continue
    fi
    if [[ $word == -* ]]; then
      ${f}_values "\${cmdpath:+$cmdpath }$word"
      [[ -n $reply ]] && option="$word"
      continue
    fi
    ${f}_words "$cmdpath"
    for candidate in $items; do
      [[ \${candidate%%:*} == $word ]] && cmdpath="\${cmdpath:+$cmdpath }$word"
    done
  done
  if [[ -n $option ]]; then
    ${f}_values "\${cmdpath:+$cmdpath }$option"
    [[ $reply == '-' ]] || ${f}_propose "$reply"
  elif [[ $PREFIX == --*=* ]]; then
    option="\${PREFIX%%=*}"
    compset -P '*='
    ${f}_values "\${cmdpath:+$cmdpath }$option"
    [[ $reply == '-' || -z $reply ]] || ${f}_propose "$reply"
  elif [[ $PREFIX == -* ]]; then
    ${f}_options "$cmdpath"
    ${f}_propose "$reply"
  else
    ${f}_words "$cmdpath"
    if (( \${#items} )); then
      _describe command items
    else
      ${f}_arguments "$cmdpath"
      [[ -z $reply ]] || ${f}_propose "$reply"
    fi
  fi
}

if [[ \${funcstack[1]} == ${f} ]]; then
  ${f} "$@"
else
  compdef ${f} ${bin}
fi
`
}
