import type { InstanceStatusEvent } from '@pglift/sdk'
import { hasPowa } from '../libraries.js'
import type { Session } from '../settings.js'
import { isCollecting } from '../worker.js'

/** Whether snapshots are taken. A standby takes none: it shows those of its primary. */
export function instanceStatus(session: Session): (event: InstanceStatusEvent) => Promise<void> {
  return async ({ instance, lines }) => {
    if (instance.standby !== null || !hasPowa(instance.conf)) return
    lines.push({ service: 'PoWA', running: await isCollecting(session, instance) })
  }
}
