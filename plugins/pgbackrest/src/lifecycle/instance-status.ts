import type { InstanceStatusEvent } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'
import { tlsServer } from '../tls-service.js'

/** The only service is the TLS server; with other repositories pgBackRest runs when it is called. */
export function instanceStatus(session: Session): (event: InstanceStatusEvent) => Promise<void> {
  return async ({ instance, lines }) => {
    const server = tlsServer(session)
    if (server === undefined || (await boundStanza(session, instance.datadir)) === undefined) return
    lines.push({ service: 'pgBackRest TLS server', running: await session.services.isRunning(server) })
  }
}
