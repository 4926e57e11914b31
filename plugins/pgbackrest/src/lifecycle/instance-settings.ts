import { type InstanceSettingsEvent, operational } from '@pglift/sdk'
import { archiveParameters, confEscaped, shellWord } from '../conf/archive.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

const TEMPLATE = 'postgresql/pgbackrest.conf'

/** Parameters that archive WAL to the stanza, from the site's template. */
export async function archiveSettings(
  { section, templates }: Session,
  stanza: string,
  datadir: string,
): Promise<Record<string, string>> {
  const { execpath, configpath } = section
  const words = { execpath, configpath, stanza, datadir }
  const values = Object.entries(words).map(([name, word]) => [name, confEscaped(shellWord(word))])
  const text = await templates.render(TEMPLATE, Object.fromEntries(values))
  const { parameters, unreadable } = archiveParameters(text)
  if (unreadable === undefined) return parameters
  throw operational('PGLIFT_TEMPLATE', `invalid ${TEMPLATE} template: line ${unreadable} sets no parameter`)
}

/** Archiving is forced on every instance that has a stanza. */
export function instanceSettings(session: Session): (event: InstanceSettingsEvent) => Promise<void> {
  return async ({ instance, desired, forced }) => {
    const stanza = fieldOf(desired)?.stanza ?? (await boundStanza(session, instance.datadir))?.stanza
    if (stanza === undefined) return
    forced.push({ by: 'pgbackrest', settings: await archiveSettings(session, stanza, instance.datadir) })
  }
}
