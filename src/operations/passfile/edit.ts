import type { Secret } from '../../models/secret.js'
import { PassfileEdit, type RoleEntry } from '../../postgresql/passfile-edit.js'

/** Whose entry: that of one role on one port, for any host and database. */
export type EntryKey = Omit<RoleEntry, 'password'>

/** One change of the password file, as a plan carries it. */
export type PassfileChange =
  | ({ readonly action: 'set'; readonly password: Secret } & EntryKey)
  | ({ readonly action: 'remove' } & EntryKey)
  | { readonly action: 'remove-port'; readonly port: number }
  | { readonly action: 'move-port' | 'copy-port'; readonly from: number; readonly to: number }

/** What a change did: `added`, `updated` or `removed` entries of these roles. No roles: nothing changed. */
export interface ChangeMade {
  readonly roles: readonly string[]
  readonly how: 'added' | 'updated' | 'removed'
}

/** Makes a change. Throws `PGLIFT_PASSFILE_VALUE`. */
export function makeChange(file: PassfileEdit, change: PassfileChange): ChangeMade {
  switch (change.action) {
    case 'set': {
      const how = file.set({ ...change, password: change.password.reveal() })
      return how === 'unchanged' ? { roles: [], how: 'updated' } : { roles: [change.role], how }
    }
    case 'remove': {
      const { port, role } = change
      return { roles: file.remove(port, role) ? [role] : [], how: 'removed' }
    }
    case 'remove-port':
      return { roles: file.removePort(change.port), how: 'removed' }
    case 'move-port':
      return { roles: file.movePort(change.from, change.to), how: 'updated' }
    case 'copy-port':
      return { roles: file.copyPort(change.from, change.to), how: 'added' }
  }
}

/** The text after all changes, in order. */
export function editPassfile(text: string, changes: readonly PassfileChange[]): string {
  const file = new PassfileEdit(text)
  for (const change of changes) makeChange(file, change)
  return file.text()
}

/** Passwords of the entries for `port`, by role; libpq takes the first of two. */
export function passwordsOnPort(text: string, port: number): Map<string, string> {
  const entries = new PassfileEdit(text).entries().filter((entry) => entry.port === port)
  return new Map(entries.map(({ role, password }) => [role, password]))
}

/** The entries that differ between two texts, each once. */
export function changedEntries(before: string, after: string): EntryKey[] {
  const [former, edited] = [new PassfileEdit(before), new PassfileEdit(after)]
  const gone = former.entries().filter(({ port, role }) => edited.password(port, role) === undefined)
  const changed = edited
    .entries()
    .filter(({ port, role, password }) => former.password(port, role) !== password)
  return [...gone, ...changed].map(({ role, port }) => ({ role, port }))
}

/** `text` with these entries as they are in `former`: put back, or taken out. */
export function restoreEntries(text: string, former: string, keys: readonly EntryKey[]): string {
  const [restored, before] = [new PassfileEdit(text), new PassfileEdit(former)]
  for (const { role, port } of keys) {
    const password = before.password(port, role)
    if (password === undefined) restored.remove(port, role)
    else restored.set({ role, port, password })
  }
  return restored.text()
}

/** A password file that holds nothing but these entries of `text`. */
export function onlyEntries(text: string, keys: readonly EntryKey[]): string {
  return restoreEntries('', text, keys)
}
