import type { InstanceUpgradeEvent } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'
import { memberFor, planStanzaFile } from './instance-configured.js'

/** The stanza goes over to the new instance: its backups stay, new WAL and backups are those of the new cluster. */
export function instanceUpgraded(session: Session): (event: InstanceUpgradeEvent) => Promise<void> {
  return async ({ from, to, port, plan }) => {
    const bound = await boundStanza(session, from.datadir)
    if (bound === undefined) return
    const { section, log } = session
    const { execpath, configpath, repository } = section
    const { stanza, member } = bound
    planStanzaFile(
      session,
      plan,
      stanza,
      memberFor(session, to.datadir, port, member.socketPath),
      from.datadir,
    )
    if (repository.mode === 'path')
      plan.step(
        'pgbackrest.stanza-upgrade',
        { execpath, configpath, stanza, datadir: to.datadir, former: from.datadir },
        { title: `upgrading pgBackRest stanza '${stanza}'` },
      )
    else
      log.warning(
        `stanza '${stanza}' must be upgraded on its repository host: 'pgbackrest --stanza=${stanza} stanza-upgrade'`,
      )
  }
}
