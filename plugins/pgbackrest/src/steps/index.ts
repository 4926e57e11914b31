import type { Performers } from '@pglift/sdk'
import { type Connecting, checkSteps } from './check.js'
import { logSteps } from './logs.js'
import { restoreSteps } from './restore.js'
import { serverSteps } from './server.js'
import { stanzaSteps } from './stanza.js'
import { stanzaFileSteps } from './stanza-file.js'
import { tidySteps } from './tidy.js'
import { walSteps } from './wal.js'

/** Everything that the component knows how to do. */
export function pgbackrestSteps(sessions: Connecting): Performers {
  return {
    ...stanzaFileSteps,
    ...stanzaSteps,
    ...checkSteps(sessions),
    ...restoreSteps,
    ...walSteps,
    ...logSteps,
    ...tidySteps,
    ...serverSteps,
  }
}
