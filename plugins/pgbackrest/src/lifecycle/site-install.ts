import { dirname } from 'node:path'
import type { SiteEvent } from '@pglift/sdk'
import { pathRepositories } from '../repositories.js'
import { includePath, type Session } from '../session.js'
import { baseFile, serverFile } from '../site-files.js'
import { tlsServer } from '../tls-service.js'
import { planMissingStanzas } from './missing-stanzas.js'

const DIRECTORY = 0o750

/** Configuration and directories that all stanzas share; with a TLS repository host, the server of this host. */
export function siteInstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async (event) => {
    const { plan } = event
    const { section, services } = session
    const { configpath, logpath, spoolpath } = section
    plan.directory(configpath, DIRECTORY)
    plan.file(await baseFile(session), { title: 'installing base pgbackrest configuration' })
    plan.directory(includePath(section), DIRECTORY, { title: 'creating pgbackrest include directory' })
    for (const { path } of pathRepositories(section).map((each) => each.repository))
      plan.directory(path, DIRECTORY, { title: 'creating pgbackrest repository path' })
    plan.directory(dirname(logpath), 0o755)
    plan.directory(logpath, DIRECTORY, { title: 'creating common pgbackrest directories' })
    plan.directory(spoolpath, DIRECTORY)
    await planMissingStanzas(session, event)
    const conf = await serverFile(session)
    const server = tlsServer(session)
    if (conf === undefined || server === undefined) return
    plan.file(conf, { title: 'installing pgBackRest server configuration' })
    await services.enable(plan, server)
    await services.start(plan, server)
  }
}
