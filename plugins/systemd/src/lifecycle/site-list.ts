import type { SiteListEvent } from '@pglift/sdk'
import { siteFiles } from '../managed-files.js'
import type { Session } from '../session.js'

/** Paths that the component manages for the site. */
export function siteList(session: Session): (event: SiteListEvent) => Promise<void> {
  return async ({ paths }) => {
    const { units, tmpfiles } = await siteFiles(session)
    paths.push(...[...units, ...tmpfiles].map(({ path }) => path))
  }
}
