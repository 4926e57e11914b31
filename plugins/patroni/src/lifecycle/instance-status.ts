import type { InstanceStatusEvent } from '@pglift/sdk'
import { memberOf } from '../member/read.js'
import { askMember } from '../rest/member-api.js'
import type { Session } from '../session.js'

/** Whether the REST API answers. */
export function instanceStatus(session: Session): (event: InstanceStatusEvent) => Promise<void> {
  return async ({ instance, lines }) => {
    const member = await memberOf(session, instance)
    if (member === undefined) return
    const answer = await askMember(session.effects, member.config, '/liveness')
    lines.push({ service: 'Patroni API', running: !('problem' in answer) })
  }
}
