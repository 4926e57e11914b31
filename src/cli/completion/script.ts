import type { CommandTree } from '../argv/command-path.js'
import { bashScript } from './bash.js'
import { commandTree } from './command-tree.js'
import { fishScript } from './fish.js'
import { zshScript } from './zsh.js'

/** The completion script for `shell` (bash, fish or zsh), to be sourced by it. It holds the commands of `config`. */
export function completionScript(shell: string, config: CommandTree): string {
  const nodes = commandTree(config)
  switch (shell) {
    case 'fish':
      return fishScript(config.bin, nodes)
    case 'zsh':
      return zshScript(config.bin, nodes)
    default:
      return bashScript(config.bin, nodes)
  }
}
