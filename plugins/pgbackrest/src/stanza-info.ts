import { operational } from '@pglift/sdk'
import { infoArgv } from './argv/info.js'
import { parseInfo, type StanzaInfo } from './info.js'
import { runPgbackrest } from './run.js'
import type { Asking } from './wal-sources.js'

/** What the repositories hold of a stanza, by one `pgbackrest info`. Reads only; fails as `runPgbackrest` does. */
export async function stanzaInfo(session: Asking, stanza: string): Promise<StanzaInfo> {
  const { section, effects, signal, log } = session
  const context = { processes: effects.processes, signal, log }
  const json = await runPgbackrest(infoArgv(section, stanza), context, {
    what: `tell about stanza '${stanza}'`,
  })
  return parseInfo(json, stanza)
}

/** Fails when a repository of the stanza can't be read: what it holds is unknown. */
export function requireReadable({ problems }: StanzaInfo, stanza: string): void {
  const [problem] = problems
  if (problem === undefined) return
  const { repository, message } = problem
  throw operational(
    'PGLIFT_PGBACKREST_REPOSITORY',
    `stanza '${stanza}' can't be read in repository ${repository}: ${message}`,
    { hint: 'does the passphrase of the repository fit, and does its host let this one in?' },
  )
}
