import { type DeclaredFile, Secret } from '@pglift/sdk'
import { baseConf } from './conf/base.js'
import { holdsSecret } from './conf/secret-options.js'
import { serverConf } from './conf/server.js'
import { readSecrets } from './secrets.js'
import { basePath, type Session, serverPath } from './session.js'

/** `pgbackrest.conf`: what is there already stays, but for what the settings say otherwise. */
export async function baseFile(session: Session): Promise<DeclaredFile> {
  const { section, effects, templates } = session
  const path = basePath(section)
  const present = await effects.files.readText(path)
  const text = present ?? (await templates.render('pgbackrest/pgbackrest.conf', { ...section }))
  const content = baseConf(text, section, await readSecrets(session))
  // Those, too, that somebody wrote into it by hand, and those that it held before: `--diff` shows both.
  const isShown = !holdsSecret(content) && !holdsSecret(text)
  return {
    path,
    content: isShown ? content : new Secret(content),
    mode: holdsSecret(content) ? 0o600 : 0o640,
  }
}

/** `server.conf`, likewise; undefined where no repository host comes in by TLS. */
export async function serverFile(session: Session): Promise<DeclaredFile | undefined> {
  const { section, effects, templates } = session
  const { repository } = section
  if (repository.mode !== 'host-tls') return undefined
  const path = serverPath(section)
  const text =
    (await effects.files.readText(path)) ?? (await templates.render('pgbackrest/server.conf', { ...section }))
  return { path, content: serverConf(text, section, repository), mode: 0o640 }
}

/** Whether a file is not as the settings want it by now; one that is missing is none of this. */
export async function isStale({ effects }: Session, { path, content }: DeclaredFile): Promise<boolean> {
  const present = await effects.files.readText(path)
  return present !== undefined && present !== (content instanceof Secret ? content.reveal() : content)
}
