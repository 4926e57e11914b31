import type { InstanceDescribeEvent } from '@pglift/sdk'
import { ownSchedule } from '../schedule.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** The field `pgbackrest`, as a manifest has it. */
export function instanceDescribe(session: Session): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields }) => {
    const bound = await boundStanza(session, instance.datadir)
    const schedule = await ownSchedule(session.section, session.effects, instance)
    fields.pgbackrest =
      bound === undefined ? null : { stanza: bound.stanza, ...(schedule === null ? {} : { schedule }) }
  }
}
