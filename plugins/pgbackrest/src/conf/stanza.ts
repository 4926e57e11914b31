import { editIni, type IniEdits, isBare, parseIni } from './ini.js'

/** A cluster of a stanza: how pgBackRest finds and reaches it. */
export interface Member {
  readonly path: string
  readonly port: number
  readonly user: string
  /** Directory of its socket; absent: libpq's own default. */
  readonly socketPath?: string
}

/** A cluster with all that the file says of it, by pgBackRest's own names without `pgN-`. */
export interface Entry {
  readonly path: string
  readonly options: Readonly<Record<string, string>>
}

interface IndexedEntry extends Entry {
  readonly index: number
}

/** What a stanza's name may be: it becomes the name of a file, of a section and of directories. */
export function stanzaNameFault(name: string): string | undefined {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name))
    return 'must be letters, digits, dashes, dots and underscores, a letter, digit or underscore first'
  if (name === 'global') return "can't be 'global', which is the section of all stanzas"
  return Buffer.byteLength(name) > 120 ? 'must have at most 120 bytes' : undefined
}

function entriesOf(text: string, stanza: string): IndexedEntry[] {
  const found = new Map<number, Record<string, string>>()
  for (const [option, values] of parseIni(text).get(stanza) ?? []) {
    const [, index, name] = /^pg(\d+)-(.+)$/.exec(option) ?? []
    if (index === undefined || name === undefined) continue
    const options = found.get(Number(index)) ?? {}
    options[name] = values.at(-1) ?? ''
    found.set(Number(index), options)
  }
  return [...found]
    .map(([index, options]) => ({ index, path: options.path ?? '', options }))
    .sort((one, other) => one.index - other.index)
}

/** Data directories of a stanza by index (`pg1-path` is at 1). */
export function stanzaPaths(text: string, stanza: string): ReadonlyMap<number, string> {
  return new Map(entriesOf(text, stanza).map(({ index, path }) => [index, path]))
}

/** Names of the stanzas that a file configures for the data directory. */
export function stanzasOf(text: string, datadir: string): string[] {
  return [...parseIni(text).keys()].filter((stanza) =>
    entriesOf(text, stanza).some(({ path }) => path === datadir),
  )
}

/** The entry with that data directory, if the stanza has it. */
export function entryOf(text: string, stanza: string, datadir: string): Entry | undefined {
  const found = entriesOf(text, stanza).find(({ path }) => path === datadir)
  return found && { path: found.path, options: found.options }
}

/** The member with that data directory, if the stanza has it. */
export function memberOf(text: string, stanza: string, datadir: string): Member | undefined {
  const entry = entryOf(text, stanza, datadir)
  if (entry === undefined) return undefined
  const { port = '5432', user = '', 'socket-path': socketPath } = entry.options
  return { path: datadir, port: Number(port), user, ...(socketPath === undefined ? {} : { socketPath }) }
}

function optionsOf(index: number, { path, port, user, socketPath }: Member): IniEdits {
  return {
    [`pg${index}-path`]: path,
    [`pg${index}-port`]: String(port),
    [`pg${index}-user`]: user,
    [`pg${index}-socket-path`]: socketPath ?? null,
  }
}

function freeIndex(entries: readonly IndexedEntry[]): number {
  const taken = new Set(entries.map(({ index }) => index))
  let free = 1
  while (taken.has(free)) free += 1
  return free
}

/**
 * The file with a member: it takes the place of the one with the data directory `former` (its own by default), or the
 * first index that is free. Other options of the file stay.
 */
export function withMember(text: string, stanza: string, member: Member, former = member.path): string {
  const entries = entriesOf(text, stanza)
  const index = entries.find(({ path }) => path === former)?.index ?? freeIndex(entries)
  return editIni(text, stanza, optionsOf(index, member))
}

/**
 * The file with an entry as it was: in the place of the one with the data directory `moved`, else of the one with its own,
 * else at the first index that is free.
 */
export function withEntry(text: string, stanza: string, { path, options }: Entry, moved: string): string {
  const entries = entriesOf(text, stanza)
  const at = (datadir: string) => entries.find((entry) => entry.path === datadir)
  const present = at(moved) ?? at(path)
  const index = present?.index ?? freeIndex(entries)
  const gone = Object.keys(present?.options ?? {}).map((name) => [`pg${index}-${name}`, null])
  const back = Object.entries(options).map(([name, value]) => [`pg${index}-${name}`, value])
  return editIni(text, stanza, Object.fromEntries([...gone, ...back]))
}

/**
 * The file without the member of that data directory; the others move up, since pgBackRest insists on a `pg1`. Empty when
 * no option is left in it.
 */
export function withoutMember(text: string, stanza: string, datadir: string): string {
  const entries = entriesOf(text, stanza)
  const kept = entries.filter(({ path }) => path !== datadir)
  if (kept.length === entries.length) return text
  const edits: Record<string, string | null> = {}
  for (const { index, options } of entries)
    for (const name of Object.keys(options)) edits[`pg${index}-${name}`] = null
  for (const [position, { options }] of kept.entries())
    for (const [name, value] of Object.entries(options)) edits[`pg${position + 1}-${name}`] = value
  const edited = editIni(text, stanza, edits)
  return isBare(edited) ? '' : edited
}
