import type { InstanceEnvironmentEvent } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** Variables with which `pgbackrest` finds the instance's stanza. */
export function instanceEnvironment(session: Session): (event: InstanceEnvironmentEvent) => Promise<void> {
  return async ({ instance, variables }) => {
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined) return
    variables.PGBACKREST_CONFIG_PATH = session.section.configpath
    variables.PGBACKREST_STANZA = bound.stanza
  }
}
