import type { Component } from '@pglift/sdk'
import { databaseSteps } from './database.js'
import { installations } from './installation.js'
import { instanceCheck } from './lifecycle/instance-check.js'
import { instanceConfigured } from './lifecycle/instance-configured.js'
import { instanceDescribe } from './lifecycle/instance-describe.js'
import { instanceObjects } from './lifecycle/instance-objects.js'
import { instanceSettings } from './lifecycle/instance-settings.js'
import { instanceStatus } from './lifecycle/instance-status.js'
import { instanceField } from './model.js'
import { type PowaSettings, schema } from './settings.js'
import { settingsFaults } from './settings-check.js'

/** Workload analysis by PoWA, which collects in each instance by itself: nothing runs beside PostgreSQL. */
export const component: Component<PowaSettings> = {
  name: 'powa',
  section: {
    schema,
    check: ({ powa, postgresql }) => settingsFaults(powa as PowaSettings, postgresql),
  },
  instanceFields: () => [instanceField],
  performers: (session) => databaseSteps(session),
  apply(session) {
    const { hooks } = session
    const find = installations(session)
    hooks.instanceCheck.tapPromise({}, instanceCheck(session, find))
    hooks.instanceSettings.tapPromise({}, instanceSettings(session, find))
    hooks.instanceObjects.tapPromise({}, instanceObjects(session, find))
    hooks.instanceConfigured.tapPromise({}, instanceConfigured(session, find))
    hooks.instanceDescribe.tapPromise({}, instanceDescribe())
    hooks.instanceStatus.tapPromise({}, instanceStatus(session))
  },
}
