import type { SiteEvent } from '@pglift/sdk'
import { basePath, includePath, type Session, serverPath } from '../session.js'
import { planServerStop } from '../tls-service.js'

/** Removes what `site-configure install` made; backups only when that is agreed to. */
export function siteUninstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan, confirm }) => {
    const { section, effects } = session
    const { configpath, repository, logpath, spoolpath } = section
    if (repository.mode === 'host-tls') {
      await planServerStop(session, plan)
      plan.removeFile(serverPath(section), { title: 'uninstalling pgBackRest server configuration' })
    }
    plan.removeTree(includePath(section), { title: 'deleting pgbackrest include directory' })
    plan.removeFile(basePath(section), { title: 'uninstalling base pgbackrest configuration' })
    if (repository.mode === 'path' && (await effects.files.status(repository.path)) !== undefined) {
      if (await confirm(`Delete pgbackrest repository path ${repository.path}?`, false))
        plan.removeTree(repository.path, { title: 'deleting pgbackrest repository path' })
    }
    plan.removeTree(logpath, { title: 'deleting common pgbackrest directories' })
    plan.removeTree(spoolpath)
    plan.step('pgbackrest.tidy', { directory: configpath })
  }
}
