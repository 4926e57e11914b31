import type { Performers } from '@pglift/sdk'
import type { Session } from '../session.js'
import { listenSteps } from './listen.js'
import { roleSteps } from './role.js'
import { targetSteps } from './targets.js'

/** Everything that the component knows how to do. */
export function exporterSteps(session: Session): Performers {
  return { ...targetSteps, ...listenSteps(session), ...roleSteps(session) }
}
