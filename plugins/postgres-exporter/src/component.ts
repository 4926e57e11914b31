import { type Component, Stage } from '@pglift/sdk'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDescribe } from './lifecycle/instance-describe.js'
import { instanceDropped } from './lifecycle/instance-dropped.js'
import { instanceObjects } from './lifecycle/instance-objects.js'
import { instanceStarted } from './lifecycle/instance-started.js'
import { instanceStatus } from './lifecycle/instance-status.js'
import { instanceStopped } from './lifecycle/instance-stopped.js'
import { instanceUpgraded } from './lifecycle/instance-upgraded.js'
import { siteInstall, siteList, siteUninstall, siteUnits } from './lifecycle/site.js'
import { newMemory } from './memory.js'
import { instanceField } from './model.js'
import type { Session } from './session.js'
import { type ExporterSettings, schema } from './settings.js'
import { settingsFaults } from './settings-check.js'
import { exporterSteps } from './steps/index.js'

function tapSite(session: Session): void {
  const { hooks } = session
  hooks.siteInstall.tapPromise({}, siteInstall(session))
  hooks.siteUninstall.tapPromise({}, siteUninstall(session))
  hooks.siteList.tapPromise({}, siteList(session))
  hooks.siteUnits.tapPromise({ stage: Stage.early }, siteUnits(session))
}

function tapInstance(session: Session): void {
  const { hooks } = session
  const memory = newMemory()
  hooks.instanceCheck.tapPromise({}, instanceCheck(session))
  // Monitoring first, then backups: in this order roles are made and instances taken apart.
  const stage = Stage.early
  hooks.instanceObjects.tapPromise({ stage }, instanceObjects(session, memory))
  hooks.instanceConfigured.tapPromise({}, instanceConfigured(session, memory))
  hooks.instanceUpgraded.tapPromise({}, instanceUpgraded(session, memory))
  hooks.instanceStarted.tapPromise({}, instanceStarted(session, memory))
  hooks.instanceStopped.tapPromise({}, instanceStopped(session))
  hooks.instanceDropped.tapPromise({ stage }, instanceDropped(session))
  hooks.instanceDescribe.tapPromise({}, instanceDescribe(session))
  hooks.instanceStatus.tapPromise({}, instanceStatus(session))
}

/** Metrics for Prometheus by postgres_exporter. */
export const component: Component<ExporterSettings> = {
  name: 'postgres-exporter',
  section: {
    schema,
    check: ({ prometheus, postgresql }) =>
      settingsFaults(prometheus as ExporterSettings, postgresql.surole.name),
  },
  instanceFields: () => [instanceField],
  performers: exporterSteps,
  apply(session) {
    tapSite(session)
    tapInstance(session)
  },
}
