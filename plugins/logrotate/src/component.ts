import { type Component, Stage } from '@pglift/sdk'
import { type LogrotateSettings, schema } from './settings.js'
import { siteCheck, siteInstall, siteList, siteUninstall } from './site.js'

/** Rotation of logs. Nothing runs beside PostgreSQL: who starts logrotate is for the site to say. */
export const component: Component<LogrotateSettings> = {
  name: 'logrotate',
  section: { schema },
  apply(session) {
    const { hooks } = session
    const stage = Stage.late
    hooks.siteInstall.tapPromise({ stage }, siteInstall(session))
    hooks.siteUninstall.tapPromise({ stage }, siteUninstall(session))
    hooks.siteCheck.tapPromise({ stage }, siteCheck(session))
    hooks.siteList.tapPromise({ stage }, siteList(session))
  },
}
