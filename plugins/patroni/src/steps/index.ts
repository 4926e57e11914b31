import type { Performers } from '@pglift/sdk'
import type { Session } from '../session.js'
import { awaitSteps } from './await-member.js'
import { clusterParameterSteps } from './cluster-parameters.js'
import { clusterStateSteps } from './cluster-state.js'
import { logSteps } from './logs.js'
import { recoverySteps } from './recovery.js'
import { serverSteps } from './server.js'
import { validateSteps } from './validate.js'

/** Everything that the component knows how to do. */
export function patroniSteps({ services, sessions }: Pick<Session, 'services' | 'sessions'>): Performers {
  return {
    ...validateSteps,
    ...clusterStateSteps,
    ...clusterParameterSteps,
    ...logSteps,
    ...awaitSteps(services),
    ...serverSteps(sessions),
    ...recoverySteps,
  }
}
