import type { Component } from '@pglift/sdk'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDropped } from './lifecycle/instance-dropped.js'
import { instanceObjects } from './lifecycle/instance-objects.js'
import {
  instanceDescribe,
  instanceStarted,
  instanceStatus,
  instanceStopped,
} from './lifecycle/instance-run.js'
import { instanceUpgraded } from './lifecycle/instance-upgraded.js'
import { siteCheck, siteInstall, siteList, siteUninstall, siteUnits } from './lifecycle/site.js'
import { instanceField } from './model.js'
import { type PgbouncerSettings, settings } from './settings.js'

/** Connection pools by PgBouncer. */
export const component: Component<PgbouncerSettings> = {
  name: 'pgbouncer',
  section: settings,
  instanceFields: () => [instanceField],
  apply(session) {
    const { hooks } = session
    hooks.siteInstall.tapPromise({}, siteInstall(session))
    hooks.siteUninstall.tapPromise({}, siteUninstall(session))
    hooks.siteCheck.tapPromise({}, siteCheck(session))
    hooks.siteList.tapPromise({}, siteList(session))
    hooks.siteUnits.tapPromise({}, siteUnits(session))
    hooks.instanceCheck.tapPromise({}, instanceCheck(session))
    hooks.instanceObjects.tapPromise({}, instanceObjects(session))
    hooks.instanceConfigured.tapPromise({}, instanceConfigured(session))
    hooks.instanceStarted.tapPromise({}, instanceStarted(session))
    hooks.instanceStopped.tapPromise({}, instanceStopped(session))
    hooks.instanceUpgraded.tapPromise({}, instanceUpgraded(session))
    hooks.instanceDropped.tapPromise({}, instanceDropped(session))
    hooks.instanceStatus.tapPromise({}, instanceStatus(session))
    hooks.instanceDescribe.tapPromise({}, instanceDescribe(session))
  },
}
