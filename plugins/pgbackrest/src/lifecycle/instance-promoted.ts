import type { InstanceActionEvent } from '@pglift/sdk'
import { connectingArgs, planCheck } from '../plan.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** A promoted standby archives from now on: does it arrive? */
export function instancePromoted(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan, confirm }) => {
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined) return
    if (!(await confirm('Check pgBackRest configuration and WAL archival?', true))) return
    planCheck(plan, connectingArgs(session, bound.stanza, instance.datadir))
  }
}
