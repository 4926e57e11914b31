import type { SiteCheckEvent } from '@pglift/sdk'
import { basePath, includePath, type Session, serverPath } from '../session.js'

/** What is missing of the site, one line each. */
export function siteCheck(session: Session): (event: SiteCheckEvent) => Promise<void> {
  return async ({ problems }) => {
    const { section, effects } = session
    const { files } = effects
    const { repository, logpath } = section
    const missing = async (path: string) => (await files.realPath(path)) === undefined
    if (await missing(includePath(section)))
      problems.push(`pgBackRest configuration path ${includePath(section)} missing`)
    if (await missing(basePath(section)))
      problems.push(`pgBackRest configuration path ${basePath(section)} missing`)
    if (repository.mode === 'host-tls' && (await missing(serverPath(section))))
      problems.push(`pgBackRest server configuration path ${serverPath(section)} missing`)
    if (await missing(logpath)) problems.push(`pgBackRest log directory '${logpath}' not found`)
    if (repository.mode !== 'path') return
    if (await missing(repository.path)) problems.push(`pgBackRest repository path ${repository.path} missing`)
    else if (!(await files.isWritable(repository.path)))
      problems.push(`pgBackRest repository path ${repository.path} exists but is not writable`)
  }
}
