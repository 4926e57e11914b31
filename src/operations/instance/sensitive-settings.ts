import { Secret } from '../../models/secret.js'
import type { ConfValue } from '../../postgresql/conf/value.js'
import { obfuscateConninfo } from '../../postgresql/conninfo.js'

export type JournalableSettings = Readonly<Record<string, ConfValue | Secret | null>>

/** Settings that are connection strings: they may hold a password. */
const CONNINFO: ReadonlySet<string> = new Set(['primary_conninfo'])

/** Settings for a plan or a journal: a connection string with a password in it becomes a `Secret`. */
export function journalableSettings(
  settings: Readonly<Record<string, ConfValue | null>>,
): JournalableSettings {
  const entries = Object.entries(settings).map(([name, value]) => {
    const isSecret = CONNINFO.has(name) && typeof value === 'string' && obfuscateConninfo(value) !== value
    return [name, isSecret ? new Secret(value) : value]
  })
  return Object.fromEntries(entries)
}

/** What the journal keeps of a manifest, to do the operation again. */
export function journaledManifest<T extends { readonly settings: object }>(desired: T): unknown {
  return {
    ...desired,
    settings: journalableSettings(desired.settings as Readonly<Record<string, ConfValue | null>>),
  }
}
