import type { Argv } from '@pglift/sdk'
import { pgbackrestArgv, type Tool } from './argv.js'

/** Everything about a stanza and its backups, as JSON. */
export function infoArgv(tool: Tool, stanza: string): Argv {
  return pgbackrestArgv(tool, stanza, 'info', ['--output=json'])
}
