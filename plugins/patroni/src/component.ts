import { type Component, Stage } from '@pglift/sdk'
import { instanceAuthentication } from './lifecycle/instance-authentication.js'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConf } from './lifecycle/instance-conf.js'
import { configuring } from './lifecycle/instance-configure.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDescribe } from './lifecycle/instance-describe.js'
import { instanceDropped } from './lifecycle/instance-dropped.js'
import { instanceEnvironment } from './lifecycle/instance-environment.js'
import { instanceInitialise } from './lifecycle/instance-initialise.js'
import { instanceRefusals } from './lifecycle/instance-refusals.js'
import { instanceReload, instanceRestart, instanceStart, instanceStop } from './lifecycle/instance-server.js'
import { instanceSettings } from './lifecycle/instance-settings.js'
import { instanceStatus } from './lifecycle/instance-status.js'
import { roleChanged } from './lifecycle/role-changed.js'
import { contributeUnit } from './lifecycle/site-units.js'
import { instanceField } from './model.js'
import type { Session } from './session.js'
import { type PatroniSettings, schema } from './settings.js'
import { settingsFaults } from './settings-check.js'
import { patroniSteps } from './steps/index.js'

function tapServer(session: Session, last: Set<string>, creating: ReadonlySet<string>): void {
  const { hooks } = session
  /** Instances whose Patroni ran already when PostgreSQL was to be started for the time being. */
  const attended = new Set<string>()
  hooks.instanceStart.tapPromise({}, instanceStart(session, creating, attended))
  hooks.instanceStop.tapPromise({}, instanceStop(session, last, attended))
  hooks.instanceRestart.tapPromise({}, instanceRestart(session))
  hooks.instanceReload.tapPromise({}, instanceReload(session))
}

function tapInstance(session: Session): void {
  const { hooks } = session
  /** Instances that this command drops as the last of their cluster. */
  const last = new Set<string>()
  /** Instances that this command makes. */
  const creating = new Set<string>()
  const { forbid, promote, demote } = instanceRefusals(session)
  const { upgraded, configure } = configuring(session)
  hooks.instanceCheck.tapPromise({}, instanceCheck(session))
  hooks.instanceSettings.tapPromise({}, instanceSettings(session))
  hooks.instanceConf.tapPromise({}, instanceConf(session))
  hooks.instanceVerb.tapPromise({}, forbid)
  // Before a component that restores backups: that is how Patroni's replicas are made, too.
  hooks.instanceInitialise.tapPromise({ stage: Stage.early }, instanceInitialise(session, creating))
  hooks.instanceAuthentication.tapPromise({}, instanceAuthentication(session))
  hooks.instanceConfigure.tapPromise({}, configure)
  hooks.instanceConfigured.tapPromise({}, instanceConfigured(session))
  hooks.instanceUpgraded.tapPromise({}, upgraded)
  tapServer(session, last, creating)
  hooks.instancePromote.tapPromise({}, promote)
  hooks.instanceDemote.tapPromise({}, demote)
  hooks.instanceDropped.tapPromise({}, instanceDropped(session, last))
  hooks.instanceEnvironment.tapPromise({}, instanceEnvironment(session))
  hooks.instanceDescribe.tapPromise({}, instanceDescribe(session))
  hooks.instanceStatus.tapPromise({}, instanceStatus(session))
  hooks.roleChanged.tapPromise({}, roleChanged(session))
  hooks.siteUnits.tapPromise({}, contributeUnit(session))
}

/** High availability by Patroni. */
export const component: Component<PatroniSettings> = {
  name: 'patroni',
  section: { schema, check: (site) => settingsFaults(site.patroni as PatroniSettings, site) },
  instanceFields: () => [instanceField],
  performers: patroniSteps,
  apply: tapInstance,
}
