import { Secret } from '../../models/secret.js'
import { holdsPassword } from '../../postgresql/conf/secrets.js'
import type { ConfValue } from '../../postgresql/conf/value.js'

export type JournalableSettings = Readonly<Record<string, ConfValue | Secret | null>>

/** Settings for a plan or a journal: a connection string with a password in it becomes a `Secret`. */
export function journalableSettings(
  settings: Readonly<Record<string, ConfValue | null>>,
): JournalableSettings {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    holdsPassword(name, value) ? new Secret(String(value)) : value,
  ])
  return Object.fromEntries(entries)
}

/** What the journal keeps of a manifest, to do the operation again. */
export function journaledManifest<T extends { readonly settings: object }>(desired: T): unknown {
  return {
    ...desired,
    settings: journalableSettings(desired.settings as Readonly<Record<string, ConfValue | null>>),
  }
}
