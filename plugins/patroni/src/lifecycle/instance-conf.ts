import type { InstanceConfEvent } from '@pglift/sdk'
import { fromParameters } from '../member/parameters.js'
import type { Member } from '../member/read.js'
import { memberOf } from '../member/read.js'
import type { Session } from '../session.js'
import { takenOver } from '../steps/cluster-parameters.js'

/** A member's parameters: those of its file and, in dynamic mode, those of the cluster below them. */
export async function memberParameters(
  session: Session,
  member: Member,
): Promise<Record<string, string | number | boolean>> {
  const own = fromParameters(member.config.postgresql.parameters)
  if (session.section.configuration_mode.parameters === 'local') return own
  const { parameters = {} } = await takenOver(member.config.postgresql.data_dir, session)
  return { ...fromParameters(parameters), ...own }
}

/** The configuration of a member is in its own file: postgresql.conf is Patroni's. */
export function instanceConf(session: Session): (event: InstanceConfEvent) => Promise<void> {
  return async ({ instance, kept }) => {
    const member = await memberOf(session, instance)
    if (member === undefined) return
    kept.push({ path: member.path, entries: await memberParameters(session, member), initial: {} })
  }
}
