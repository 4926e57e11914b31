import type { Performers } from '../../engine/step.js'
import type { Sessions } from '../../host/sessions.js'
import { baseBackupSteps } from './base-backup.js'
import { cloneSteps } from './clone.js'
import { confSteps } from './conf.js'
import { dataDirectorySteps } from './data-directory.js'
import { databaseSteps } from './database.js'
import { dumpSteps } from './dump.js'
import { hbaSteps } from './hba.js'
import { passfileSteps } from './passfile.js'
import { promotionSteps } from './promote.js'
import { recoverySteps } from './recovery.js'
import { restartSteps } from './restart.js'
import { rewindSteps } from './rewind.js'
import { serviceSteps } from './service.js'
import { sqlSteps } from './sql.js'
import { serverSteps } from './start.js'
import { upgradeSteps } from './upgrade.js'

/** Everything that the host itself knows how to do to PostgreSQL. */
export function postgresqlSteps(sessions: Sessions): Performers {
  return {
    ...dataDirectorySteps,
    ...baseBackupSteps,
    ...rewindSteps,
    ...upgradeSteps,
    ...confSteps,
    ...passfileSteps,
    ...cloneSteps,
    ...serviceSteps,
    ...hbaSteps(sessions),
    ...serverSteps(sessions),
    ...restartSteps(sessions),
    ...promotionSteps(sessions),
    ...recoverySteps(sessions),
    ...databaseSteps(sessions),
    ...dumpSteps(sessions),
    ...sqlSteps(sessions),
  }
}
