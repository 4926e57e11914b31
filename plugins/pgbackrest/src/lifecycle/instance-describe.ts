import type { InstanceDescribeEvent } from '@pglift/sdk'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** The field `pgbackrest`, as a manifest has it. */
export function instanceDescribe(session: Session): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields }) => {
    const bound = await boundStanza(session, instance.datadir)
    fields.pgbackrest = bound === undefined ? null : { stanza: bound.stanza }
  }
}
