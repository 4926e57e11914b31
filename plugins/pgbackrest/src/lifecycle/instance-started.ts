import { join } from 'node:path'
import { type InstanceActionEvent, reachable } from '@pglift/sdk'
import { connectingArgs } from '../plan.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'
import { tlsServer } from '../tls-service.js'

const RECOVERY_SECONDS = 60

/**
 * A restored primary, which replays WAL at its first start, is waited for: what comes next may want to write. Then its
 * first WAL is archived: while the archive has none of the new timeline, the next restore, or a standby made of a backup,
 * would go on with the WAL that this one has left behind.
 */
async function planRecovery(
  session: Session,
  { instance, plan }: InstanceActionEvent,
  stanza: string,
): Promise<void> {
  const { datadir, standby } = instance
  const isRestored = (await session.effects.files.status(join(datadir, 'recovery.signal'))) !== undefined
  if (!isRestored || standby !== null) return
  plan
    .step('postgresql.await-recovery', {
      instance: reachable(instance),
      seconds: RECOVERY_SECONDS,
      required: false,
    })
    .step('pgbackrest.check', { ...connectingArgs(session, stanza, datadir), lenient: true })
}

/** The repository host comes in through the TLS server of this host, which a reboot has ended. */
export function instanceStarted(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined) return
    const server = tlsServer(session)
    if (server !== undefined) await session.services.start(plan, server)
    await planRecovery(session, event, bound.stanza)
  }
}
