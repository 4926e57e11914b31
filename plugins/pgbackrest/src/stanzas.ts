import { basename, join } from 'node:path'
import { type Member, memberOf, stanzaPaths, stanzasOf } from './conf/stanza.js'
import { includePath, type Reading } from './session.js'

/** A stanza that an instance is bound to. */
export interface BoundStanza {
  readonly stanza: string
  /** File that says so. */
  readonly path: string
  readonly member: Member
  /** Data directories of the others of the stanza. */
  readonly others: readonly string[]
}

async function stanzaFiles({ section, effects }: Reading): Promise<{ path: string; text: string }[]> {
  const directory = includePath(section)
  const names = (await effects.files.list(directory)).filter((name) => /^[^.].*\.conf$/.test(name)).sort()
  const read = names.map(async (name) => {
    const path = join(directory, name)
    return { path, text: (await effects.files.readText(path)) ?? '' }
  })
  return Promise.all(read)
}

/** The stanza whose file names that data directory; undefined for an instance that is not backed up. */
export async function boundStanza(reading: Reading, datadir: string): Promise<BoundStanza | undefined> {
  for (const { path, text } of await stanzaFiles(reading)) {
    const [stanza] = stanzasOf(text, datadir)
    const member = stanza === undefined ? undefined : memberOf(text, stanza, datadir)
    if (stanza === undefined || member === undefined) continue
    const others = [...stanzaPaths(text, stanza).values()].filter((other) => other !== datadir)
    return { stanza, path, member, others }
  }
  return undefined
}

/** Data directories that a stanza is bound to, by its index. */
export async function clustersOf(reading: Reading, stanza: string): Promise<string[]> {
  const found = (await stanzaFiles(reading)).flatMap(({ text }) => [...stanzaPaths(text, stanza).values()])
  return [...new Set(found)]
}

/** All data directories that some stanza is bound to. */
export async function boundClusters(reading: Reading): Promise<{ stanza: string; datadir: string }[]> {
  return (await stanzaFiles(reading)).flatMap(({ path, text }) => {
    const stanza = basename(path, '.conf')
    return [...stanzaPaths(text, stanza).values()].map((datadir) => ({ stanza, datadir }))
  })
}
