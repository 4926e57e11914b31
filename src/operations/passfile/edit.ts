import type { Secret } from '../../models/secret.js'
import {
  changePort,
  copyPort,
  entryPassword,
  passfileEntries,
  removeEntry,
  removePort,
  setEntry,
} from '../../postgresql/passfile.js'

/** Whose entry: that of one role on one port, for any host and database. */
export interface EntryKey {
  readonly role: string
  readonly port: number
}

/** One change of the password file, as a plan carries it. */
export type PassfileChange =
  | ({ readonly action: 'set'; readonly password: Secret } & EntryKey)
  | ({ readonly action: 'remove' } & EntryKey)
  | { readonly action: 'remove-port'; readonly port: number }
  | { readonly action: 'move-port' | 'copy-port'; readonly from: number; readonly to: number }

/** The text of the password file after a change. Throws `PGLIFT_PASSFILE_VALUE`. */
export function changedText(text: string, change: PassfileChange): string {
  switch (change.action) {
    case 'set':
      return setEntry(text, { ...change, password: change.password.reveal() }).text
    case 'remove':
      return removeEntry(text, change.role, change.port).text
    case 'remove-port':
      return removePort(text, change.port).text
    case 'move-port':
      return changePort(text, change.from, change.to).text
    case 'copy-port':
      return copyPort(text, change.from, change.to).text
  }
}

/** The text after all changes, in order. */
export function editPassfile(text: string, changes: readonly PassfileChange[]): string {
  return changes.reduce(changedText, text)
}

/** Keys of the entries that pglift may have written: a role and a port, any host, any database. */
function ownKeys(text: string): EntryKey[] {
  return passfileEntries(text).flatMap(({ host, port, database, user }) =>
    host === undefined && database === undefined && port !== undefined && user !== undefined
      ? [{ role: user, port: Number(port) }]
      : [],
  )
}

/** Passwords of the entries for `port`, by role; libpq takes the first of two. */
export function passwordsOnPort(text: string, port: number): Map<string, string> {
  const own = passfileEntries(text).filter(
    (entry) => entry.host === undefined && entry.database === undefined && entry.port === String(port),
  )
  return new Map(
    own.toReversed().flatMap(({ user, password }) => (user === undefined ? [] : [[user, password] as const])),
  )
}

/** The entries that differ between two texts, each once. */
export function changedEntries(before: string, after: string): EntryKey[] {
  const keys = new Map([...ownKeys(before), ...ownKeys(after)].map((key) => [JSON.stringify(key), key]))
  return [...keys.values()].filter(
    ({ role, port }) => entryPassword(before, role, port) !== entryPassword(after, role, port),
  )
}

/** A password file that holds nothing but these entries of `text`. */
export function onlyEntries(text: string, keys: readonly EntryKey[]): string {
  return keys.reduce((kept, { role, port }) => {
    const password = entryPassword(text, role, port)
    return password === undefined ? kept : setEntry(kept, { role, port, password }).text
  }, '')
}

/** `text` with these entries as they are in `former`: put back, or taken out. */
export function restoreEntries(text: string, former: string, keys: readonly EntryKey[]): string {
  return keys.reduce((restored, { role, port }) => {
    const password = entryPassword(former, role, port)
    return password === undefined
      ? removeEntry(restored, role, port).text
      : setEntry(restored, { role, port, password }).text
  }, text)
}
