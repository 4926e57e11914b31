import type { InstanceEnvironmentEvent } from '@pglift/sdk'
import { memberOf } from '../member/read.js'
import type { Session } from '../session.js'

/** What patronictl needs. */
export function instanceEnvironment(session: Session): (event: InstanceEnvironmentEvent) => Promise<void> {
  return async ({ instance, variables }) => {
    const member = await memberOf(session, instance)
    if (member === undefined) return
    const { name, scope } = member.config
    Object.assign(variables, {
      PATRONICTL_CONFIG_FILE: member.path,
      PATRONI_NAME: name,
      PATRONI_SCOPE: scope,
    })
  }
}
