import type { Argv } from '@pglift/sdk'
import { pgbackrestArgv, type Tool } from './argv.js'

/** What is directly in a directory of a repository (`archive/main/15-1`), as JSON. */
export function listArgv(tool: Tool, stanza: string, directory: string, repository: number): Argv {
  const options = [`--repo=${repository}`, '--output=json']
  return [...pgbackrestArgv(tool, stanza, 'repo-ls', options), directory]
}

/** The content of a file of a repository, decrypted. */
export function getArgv(tool: Tool, stanza: string, file: string, repository: number): Argv {
  return [...pgbackrestArgv(tool, stanza, 'repo-get', [`--repo=${repository}`]), file]
}
