import type { Performers } from '@pglift/sdk'
import { daemonReloadSteps } from './daemon-reload.js'
import { enablementSteps } from './enablement.js'
import { fileSteps } from './file.js'
import { runningSteps } from './running.js'
import { tmpfilesSteps } from './tmpfiles.js'

/** Everything that the component knows how to do. */
export const systemdSteps: Performers = {
  ...fileSteps,
  ...daemonReloadSteps,
  ...enablementSteps,
  ...runningSteps,
  ...tmpfilesSteps,
}
