import type { ServiceStatusEvent } from '@pglift/sdk'
import { managerOf, type Session, tasksOf } from '../session.js'
import { serviceUnit } from '../unit-name.js'
import { unitState } from '../unit-state.js'

/** Whether systemd runs a service. */
export function serviceStatus(session: Session): (event: ServiceStatusEvent) => Promise<void> {
  return async ({ service, running }) => {
    if (!tasksOf(session).runsServices) return
    const { active } = await unitState(serviceUnit(service), managerOf(session), session.effects)
    running.push(active === 'active' || active === 'reloading')
  }
}
