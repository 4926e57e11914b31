import type { Performers } from '@pglift/sdk'
import { checkSteps } from './check.js'
import { logSteps } from './logs.js'
import { restoreSteps } from './restore.js'
import { stanzaSteps } from './stanza.js'
import { stanzaFileSteps } from './stanza-file.js'
import { tidySteps } from './tidy.js'
import { walSteps } from './wal.js'

/** Everything that the component knows how to do. */
export const pgbackrestSteps: Performers = {
  ...stanzaFileSteps,
  ...stanzaSteps,
  ...checkSteps,
  ...restoreSteps,
  ...walSteps,
  ...logSteps,
  ...tidySteps,
}
