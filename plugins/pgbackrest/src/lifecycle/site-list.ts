import type { SiteListEvent } from '@pglift/sdk'
import { pathRepositories } from '../repositories.js'
import { basePath, includePath, type Session, serverPath } from '../session.js'

/** Paths that the component manages for the site. */
export function siteList({ section }: Session): (event: SiteListEvent) => Promise<void> {
  return async ({ paths }) => {
    const { repository, logpath, spoolpath } = section
    paths.push(includePath(section), basePath(section))
    if (repository.mode === 'host-tls') paths.push(serverPath(section))
    paths.push(...pathRepositories(section).map((each) => each.repository.path))
    paths.push(logpath, spoolpath)
  }
}
