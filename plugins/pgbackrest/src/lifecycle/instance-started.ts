import { join } from 'node:path'
import { type InstanceActionEvent, reachable } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'
import { planServerStart } from '../tls-service.js'

const RECOVERY_SECONDS = 60

/** A restored primary, which replays WAL at its first start, is waited for: what comes next may want to write. */
async function planAwaitRecovery(
  { effects }: Session,
  { instance, plan }: InstanceActionEvent,
): Promise<void> {
  const isRestored = (await effects.files.status(join(instance.datadir, 'recovery.signal'))) !== undefined
  if (isRestored && instance.standby === null)
    plan.step('pgbackrest.await-recovery', {
      instance: reachable(instance),
      seconds: RECOVERY_SECONDS,
      required: false,
    })
}

/** The repository host comes in through the TLS server of this host, which a reboot has ended. */
export function instanceStarted(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    if ((await boundStanza(session, instance.datadir)) === undefined) return
    await planServerStart(session, plan)
    await planAwaitRecovery(session, event)
  }
}
