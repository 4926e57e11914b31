import type { SiteEvent } from '@pglift/sdk'
import { pathRepositories } from '../repositories.js'
import { basePath, includePath, type Session, serverPath } from '../session.js'
import { tlsServer } from '../tls-service.js'

/** Removes what `site-configure install` made; backups only when that is agreed to. */
export function siteUninstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan, confirm }) => {
    const { section, effects, services } = session
    const { configpath, logpath, spoolpath } = section
    const server = tlsServer(session)
    if (server !== undefined) {
      await services.stop(plan, server)
      await services.disable(plan, server)
      plan.removeFile(serverPath(section), { title: 'uninstalling pgBackRest server configuration' })
    }
    plan.removeTree(includePath(section), { title: 'deleting pgbackrest include directory' })
    plan.removeFile(basePath(section), { title: 'uninstalling base pgbackrest configuration' })
    for (const { path } of pathRepositories(section).map((each) => each.repository)) {
      if ((await effects.files.status(path)) === undefined) continue
      if (await confirm(`Delete pgbackrest repository path ${path}?`, false))
        plan.removeTree(path, { title: 'deleting pgbackrest repository path' })
    }
    plan.removeSiteDirectory(logpath, { title: 'deleting common pgbackrest directories' })
    plan.removeSiteDirectory(spoolpath)
    plan.step('pgbackrest.tidy', { directory: configpath })
  }
}
