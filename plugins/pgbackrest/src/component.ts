import { type Component, Stage } from '@pglift/sdk'
import type { StanzaInfo } from './info.js'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDescribe } from './lifecycle/instance-describe.js'
import { instanceDropped } from './lifecycle/instance-dropped.js'
import { instanceEnvironment } from './lifecycle/instance-environment.js'
import { instanceInitialise } from './lifecycle/instance-initialise.js'
import { instanceObjects } from './lifecycle/instance-objects.js'
import { instancePromoted } from './lifecycle/instance-promoted.js'
import { instanceSettings } from './lifecycle/instance-settings.js'
import { instanceStart } from './lifecycle/instance-start.js'
import { instanceStarted } from './lifecycle/instance-started.js'
import { instanceStatus } from './lifecycle/instance-status.js'
import { instanceStopped } from './lifecycle/instance-stopped.js'
import { instanceUpgraded } from './lifecycle/instance-upgraded.js'
import { replicaCommands } from './lifecycle/replica-commands.js'
import {
  scheduleConfigured,
  scheduleDropped,
  scheduleStarted,
  scheduleStopped,
  scheduleUpgraded,
} from './lifecycle/schedule.js'
import { siteCheck } from './lifecycle/site-check.js'
import { siteInstall } from './lifecycle/site-install.js'
import { siteList } from './lifecycle/site-list.js'
import { siteUninstall } from './lifecycle/site-uninstall.js'
import { siteUnits } from './lifecycle/site-units.js'
import { instanceField } from './model.js'
import type { Session } from './session.js'
import { type PgbackrestSettings, schema } from './settings.js'
import { settingsFaults } from './settings-check.js'
import { pgbackrestSteps } from './steps/index.js'

function tapSite(session: Session): void {
  const { hooks } = session
  hooks.siteInstall.tapPromise({}, siteInstall(session))
  hooks.siteUninstall.tapPromise({}, siteUninstall(session))
  hooks.siteCheck.tapPromise({}, siteCheck(session))
  hooks.siteList.tapPromise({}, siteList(session))
}

function tapSchedule(session: Session): void {
  const { hooks } = session
  hooks.siteUnits.tapPromise({}, siteUnits(session))
  hooks.instanceConfigured.tapPromise({ stage: Stage.late }, scheduleConfigured(session))
  hooks.instanceStarted.tapPromise({}, scheduleStarted(session))
  hooks.instanceStopped.tapPromise({}, scheduleStopped(session))
  hooks.instanceDropped.tapPromise({}, scheduleDropped(session))
  hooks.instanceUpgraded.tapPromise({}, scheduleUpgraded(session))
}

function tapInstance(session: Session): void {
  const { hooks } = session
  const known = new Map<string, StanzaInfo>()
  hooks.instanceCheck.tapPromise({}, instanceCheck(session))
  hooks.instanceSettings.tapPromise({}, instanceSettings(session))
  hooks.instanceObjects.tapPromise({}, instanceObjects(session))
  hooks.replicaCommands.tapPromise({}, replicaCommands(session))
  hooks.instanceInitialise.tapPromise({}, instanceInitialise(session, known))
  // After the exporter and its like: the proof of archiving waits for WAL, and nobody should wait with it.
  hooks.instanceConfigured.tapPromise({ stage: Stage.late }, instanceConfigured(session, known))
  hooks.instancePromoted.tapPromise({}, instancePromoted(session))
  hooks.instanceUpgraded.tapPromise({}, instanceUpgraded(session))
  hooks.instanceStart.tapPromise({ stage: Stage.first }, instanceStart(session))
  hooks.instanceStarted.tapPromise({}, instanceStarted(session))
  hooks.instanceStopped.tapPromise({}, instanceStopped(session))
  hooks.instanceDropped.tapPromise({}, instanceDropped(session))
  hooks.instanceEnvironment.tapPromise({}, instanceEnvironment(session))
  hooks.instanceDescribe.tapPromise({}, instanceDescribe(session))
  hooks.instanceStatus.tapPromise({}, instanceStatus(session))
}

/** Backups by pgBackRest. */
export const component: Component<PgbackrestSettings> = {
  name: 'pgbackrest',
  section: { schema, check: ({ pgbackrest }) => settingsFaults(pgbackrest as PgbackrestSettings) },
  instanceFields: () => [instanceField],
  performers: () => pgbackrestSteps,
  apply(session) {
    tapSite(session)
    tapInstance(session)
    tapSchedule(session)
  },
}
