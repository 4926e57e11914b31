import type { InstanceUpgradeEvent } from '@pglift/sdk'
import { memberFor, planStanzaFile } from '../plan.js'
import { stanzaHost } from '../repositories.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** The stanza goes over to the new instance: its backups stay, new WAL and backups are those of the new cluster. */
export function instanceUpgraded(session: Session): (event: InstanceUpgradeEvent) => Promise<void> {
  return async ({ from, to, port, plan }) => {
    const bound = await boundStanza(session, from.datadir)
    if (bound === undefined) return
    const { section, log } = session
    const { execpath, configpath } = section
    const { stanza, member } = bound
    const next = memberFor(session, to.datadir, port, member.socketPath)
    planStanzaFile(session, plan, stanza, next, { former: from.datadir })
    if (stanzaHost(section) === undefined)
      plan.step(
        'pgbackrest.stanza-upgrade',
        { execpath, configpath, stanza, datadir: to.datadir, former: from.datadir },
        { title: `upgrading pgBackRest stanza '${stanza}'` },
      )
    else
      log.warning(
        `stanza '${stanza}' must be upgraded on its repository host, ${stanzaHost(section)}: 'pgbackrest --stanza=${stanza} stanza-upgrade'`,
      )
  }
}
