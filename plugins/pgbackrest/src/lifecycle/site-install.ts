import { dirname } from 'node:path'
import { type DeclaredFile, Secret, type SiteEvent } from '@pglift/sdk'
import { baseConf } from '../conf/base.js'
import { serverConf } from '../conf/server.js'
import { readSecrets } from '../secrets.js'
import { basePath, includePath, type Session, serverPath } from '../session.js'
import { planServerStart } from '../tls-service.js'

const DIRECTORY = 0o750

/** `pgbackrest.conf`: what is there already stays, but for what the settings say otherwise. */
async function baseFile(session: Session): Promise<DeclaredFile> {
  const { section, effects, templates } = session
  const path = basePath(section)
  const present = await effects.files.readText(path)
  const { lockpath, logpath, spoolpath } = section
  const values = { ...section, lockpath, logpath, spoolpath }
  const text = present ?? (await templates.render('pgbackrest/pgbackrest.conf', values))
  const secrets = await readSecrets(session)
  const content = baseConf(text, section, secrets)
  const isSecret = Object.keys(secrets).length > 0
  return { path, content: isSecret ? new Secret(content) : content, mode: isSecret ? 0o600 : 0o640 }
}

async function serverFile(session: Session): Promise<DeclaredFile | undefined> {
  const { section, effects, templates } = session
  const { repository } = section
  if (repository.mode !== 'host-tls') return undefined
  const path = serverPath(section)
  const text =
    (await effects.files.readText(path)) ?? (await templates.render('pgbackrest/server.conf', { ...section }))
  return { path, content: serverConf(text, section, repository), mode: 0o640 }
}

/** Configuration and directories that all stanzas share; with a TLS repository host, the server of this host. */
export function siteInstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    const { section } = session
    const { configpath, repository, logpath, spoolpath } = section
    plan.directory(configpath, DIRECTORY)
    plan.file(await baseFile(session), { title: 'installing base pgbackrest configuration' })
    plan.directory(includePath(section), DIRECTORY, { title: 'creating pgbackrest include directory' })
    if (repository.mode === 'path')
      plan.directory(repository.path, DIRECTORY, { title: 'creating pgbackrest repository path' })
    plan.directory(dirname(logpath), 0o755)
    plan.directory(logpath, DIRECTORY, { title: 'creating common pgbackrest directories' })
    plan.directory(spoolpath, DIRECTORY)
    const server = await serverFile(session)
    if (server === undefined) return
    plan.file(server, { title: 'installing pgBackRest server configuration' })
    await planServerStart(session, plan, { enable: true })
  }
}
