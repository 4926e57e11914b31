import { join } from 'node:path'
import type { InstanceSettingsEvent } from '@pglift/sdk'
import { WITHHELD } from '../member/parameters.js'
import { memberOf } from '../member/read.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'

/** Parameters that Patroni rules are nobody else's to set. */
export function instanceSettings(session: Session): (event: InstanceSettingsEvent) => Promise<void> {
  return async ({ instance, desired, withhold }) => {
    if ((await memberOf(session, instance)) === undefined) {
      // One that is converted brings its parameters along, those of the cluster among them.
      const exists = await session.effects.files.isFile(join(instance.datadir, 'PG_VERSION'))
      if (fieldOf(desired) === null || exists) return
    }
    withhold(WITHHELD.always)
    if (session.section.configuration_mode.parameters === 'local') withhold(WITHHELD.local)
  }
}
