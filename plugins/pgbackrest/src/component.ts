import { type Component, Stage } from '@pglift/sdk'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDescribe } from './lifecycle/instance-describe.js'
import { instanceDropped } from './lifecycle/instance-dropped.js'
import { instanceEnvironment } from './lifecycle/instance-environment.js'
import { instanceInitialise } from './lifecycle/instance-initialise.js'
import { instanceObjects } from './lifecycle/instance-objects.js'
import { instancePromoted } from './lifecycle/instance-promoted.js'
import { instanceSettings } from './lifecycle/instance-settings.js'
import { instanceStarted } from './lifecycle/instance-started.js'
import { instanceStatus } from './lifecycle/instance-status.js'
import { instanceUpgraded } from './lifecycle/instance-upgraded.js'
import { siteCheck } from './lifecycle/site-check.js'
import { siteInstall } from './lifecycle/site-install.js'
import { siteList } from './lifecycle/site-list.js'
import { siteUninstall } from './lifecycle/site-uninstall.js'
import { instanceField } from './model.js'
import type { Session } from './session.js'
import { type PgbackrestSettings, settings } from './settings.js'
import { pgbackrestSteps } from './steps/index.js'

function tapSite(session: Session): void {
  const { hooks } = session
  hooks.siteInstall.tapPromise({}, siteInstall(session))
  hooks.siteUninstall.tapPromise({}, siteUninstall(session))
  hooks.siteCheck.tapPromise({}, siteCheck(session))
  hooks.siteList.tapPromise({}, siteList(session))
}

function tapInstance(session: Session): void {
  const { hooks } = session
  /** Instances that this command makes of a backup. */
  const restored = new Set<string>()
  hooks.instanceCheck.tapPromise({}, instanceCheck(session))
  hooks.instanceSettings.tapPromise({}, instanceSettings(session))
  hooks.instanceObjects.tapPromise({}, instanceObjects(session, restored))
  hooks.instanceInitialise.tapPromise({}, instanceInitialise(session, restored))
  // After the exporter and its like: the proof of archiving waits for WAL, and nobody should wait with it.
  hooks.instanceConfigured.tapPromise({ stage: Stage.late }, instanceConfigured(session, restored))
  hooks.instancePromoted.tapPromise({}, instancePromoted(session))
  hooks.instanceUpgraded.tapPromise({}, instanceUpgraded(session))
  hooks.instanceStarted.tapPromise({}, instanceStarted(session))
  hooks.instanceDropped.tapPromise({}, instanceDropped(session))
  hooks.instanceEnvironment.tapPromise({}, instanceEnvironment(session))
  hooks.instanceDescribe.tapPromise({}, instanceDescribe(session))
  hooks.instanceStatus.tapPromise({}, instanceStatus(session))
}

/** Backups by pgBackRest. */
export const component: Component<PgbackrestSettings> = {
  name: 'pgbackrest',
  section: settings,
  instanceFields: () => [instanceField],
  performers: ({ sessions }) => pgbackrestSteps(sessions),
  apply(session) {
    tapSite(session)
    tapInstance(session)
  },
}
