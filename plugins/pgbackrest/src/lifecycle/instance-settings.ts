import { confEntries, type InstanceSettingsEvent, parseConf } from '@pglift/sdk'
import { confEscaped, shellWord } from '../conf/archive.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

const TEMPLATE = 'postgresql/pgbackrest.conf'

/** Parameters that archive WAL to the stanza, from the site's template. Fails with `PGLIFT_CONF_SYNTAX`. */
export async function archiveSettings(
  { section, templates }: Session,
  stanza: string,
  datadir: string,
): Promise<ReturnType<typeof confEntries>> {
  const { execpath, configpath } = section
  const words = { execpath, configpath, stanza, datadir }
  const values = Object.entries(words).map(([name, word]) => [name, confEscaped(shellWord(word))])
  const text = await templates.render(TEMPLATE, Object.fromEntries(values))
  return confEntries(parseConf(text, `template ${TEMPLATE}`))
}

/** Archiving is forced on every instance that has a stanza. */
export function instanceSettings(session: Session): (event: InstanceSettingsEvent) => Promise<void> {
  return async ({ instance, desired, force }) => {
    const stanza = fieldOf(desired)?.stanza ?? (await boundStanza(session, instance.datadir))?.stanza
    if (stanza === undefined) return
    force(await archiveSettings(session, stanza, instance.datadir))
  }
}
