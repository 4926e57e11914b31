import { type Component, Stage } from '@pglift/sdk'
import { schedule } from './lifecycle/schedule.js'
import { service } from './lifecycle/service.js'
import { serviceStatus } from './lifecycle/service-status.js'
import { siteCheck } from './lifecycle/site-check.js'
import { siteInstall } from './lifecycle/site-install.js'
import { siteList } from './lifecycle/site-list.js'
import { siteUninstall } from './lifecycle/site-uninstall.js'
import { defaults, type SystemdSettings, schema } from './settings.js'
import { settingsFaults } from './settings-check.js'
import { systemdSteps } from './steps/index.js'

/** Services, schedules and runtime directories by systemd. It has no unit of its own. */
export const component: Component<SystemdSettings> = {
  name: 'systemd',
  section: {
    schema,
    provides: ['service_manager', 'scheduler', 'tmpfiles_manager'],
    defaults,
    check: settingsFaults,
  },
  performers: () => systemdSteps,
  apply(session) {
    const { hooks } = session
    // Units before all else: what the components install may be started at once.
    hooks.siteInstall.tapPromise({ stage: Stage.first }, siteInstall(session))
    hooks.siteUninstall.tapPromise({ stage: Stage.first }, siteUninstall(session))
    hooks.siteCheck.tapPromise({ stage: Stage.first }, siteCheck(session))
    hooks.siteList.tapPromise({ stage: Stage.first }, siteList(session))
    hooks.service.tapPromise({}, service(session))
    hooks.serviceStatus.tapPromise({}, serviceStatus(session))
    hooks.schedule.tapPromise({}, schedule(session))
  },
}
