import type { CompletedNode } from './command-tree.js'
import { lookupFunctions, wordsFunction } from './walk.js'

/** The script for bash (4 or later), without the bash-completion package. */
export function bashScript(bin: string, nodes: readonly CompletedNode[]): string {
  const f = `_${bin}`
  return `# bash completion of ${bin}: source <(${bin} --completion bash)

${wordsFunction(f, nodes)}

${lookupFunctions(f, nodes)}

${f}_propose() {
  case "$1" in
    @files) compopt -o default; COMPREPLY=() ;;
    @*)
      local names
      names=$(${bin} complete "\${1#@}" \${instance:+--instance="$instance"} -- "$cur" 2>/dev/null | cut -f1)
      COMPREPLY=($(compgen -W "$names" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$1" -- "$cur")) ;;
  esac
}

${f}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path='' option='' instance='' reply='' word key i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ $word == '=' ]]; then continue; fi
    if [[ -n $option ]]; then
      case "$option" in -i|--instance) instance="$word" ;; esac
      option=''
      continue
    fi
    if [[ $word == '--' ]]; then return; fi
    if [[ $word == -* ]]; then
      key="\${path:+$path }$word"
      ${f}_values "$key"
      [[ -n $reply ]] && option="$word"
      continue
    fi
    ${f}_words "$path"
    case " $reply " in *" $word "*) path="\${path:+$path }$word" ;; esac
  done
  [[ $cur == '=' ]] && cur=''
  if [[ -n $option ]]; then
    ${f}_values "\${path:+$path }$option"
    [[ $reply == '-' ]] || ${f}_propose "$reply"
  elif [[ $cur == -* ]]; then
    ${f}_options "$path"
    ${f}_propose "$reply"
  else
    ${f}_words "$path"
    [[ -n $reply ]] || ${f}_arguments "$path"
    [[ -z $reply ]] || ${f}_propose "$reply"
  fi
}

complete -F ${f} ${bin}
`
}
