import type { ServiceEvent } from '@pglift/sdk'
import { lingeringProblem } from '../lingering.js'
import { managerOf, type Session, tasksOf } from '../session.js'
import { serviceUnit } from '../unit-name.js'

/**
 * Runs the services of the site, all of them. What is started is enabled, too: it may have been made before systemd came to
 * the site, or came back to it.
 */
export function service(session: Session): (event: ServiceEvent) => Promise<true | undefined> {
  return async ({ plan, service, action, title }) => {
    if (!tasksOf(session).runsServices) return undefined
    const unit = { ...managerOf(session), unit: serviceUnit(service) }
    if (action === 'enable' || action === 'disable') {
      const problem = action === 'enable' ? await lingeringProblem(session) : undefined
      if (problem !== undefined) session.log.warning(problem)
      plan.step(`systemd.${action}`, unit)
      return true
    }
    const { ready, logFiles } = service
    const runnable = {
      ...unit,
      title: service.title,
      ...(ready === undefined ? {} : { ready }),
      ...(logFiles === undefined ? {} : { logFiles }),
    }
    if (action === 'start') plan.step('systemd.enable', unit)
    plan.step(`systemd.${action}`, runnable, title === undefined ? {} : { title })
    return true
  }
}
