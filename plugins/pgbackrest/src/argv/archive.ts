import type { Argv } from '@pglift/sdk'
import { asFirst, pgbackrestArgv, type Tool } from './argv.js'

/** Archives one segment of WAL; fine when it is there already with the same content. */
export function archivePushArgv(tool: Tool, stanza: string, datadir: string, segment: string): Argv {
  const options = [...asFirst({ path: datadir }), '--no-archive-async']
  return [...pgbackrestArgv(tool, stanza, 'archive-push', options), segment]
}
