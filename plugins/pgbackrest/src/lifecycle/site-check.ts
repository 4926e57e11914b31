import type { SiteCheckEvent } from '@pglift/sdk'
import { pathRepositories, repositoryKeys, stanzaHost } from '../repositories.js'
import { basePath, includePath, type Session, serverPath } from '../session.js'
import { baseFile, isStale, serverFile } from '../site-files.js'
import { boundPrimaries, lackingStanza } from './missing-stanzas.js'

async function isMissing({ effects }: Session, path: string): Promise<boolean> {
  return (await effects.files.realPath(path)) === undefined
}

/** What `site-configure install` would make. */
async function missingProblems(session: Session): Promise<string[]> {
  const { section } = session
  const { repository, logpath } = section
  const [include, base, server] = [includePath(section), basePath(section), serverPath(section)]
  const problems: string[] = []
  if (await isMissing(session, include)) problems.push(`pgBackRest configuration path ${include} missing`)
  if (await isMissing(session, base)) problems.push(`pgBackRest configuration path ${base} missing`)
  if (repository.mode === 'host-tls' && (await isMissing(session, server)))
    problems.push(`pgBackRest server configuration path ${server} missing`)
  if (await isMissing(session, logpath)) problems.push(`pgBackRest log directory '${logpath}' not found`)
  return problems
}

async function repositoryProblems(session: Session): Promise<string[]> {
  const problems: string[] = []
  for (const { path } of pathRepositories(session.section).map((each) => each.repository))
    if (await isMissing(session, path)) problems.push(`pgBackRest repository path ${path} missing`)
    else if (!(await session.effects.files.isWritable(path)))
      problems.push(`pgBackRest repository path ${path} exists but is not writable`)
  return problems
}

/** Configuration that does not follow the settings, and stanzas that are gone. */
async function staleProblems(session: Session): Promise<string[]> {
  const { section } = session
  const problems: string[] = []
  for (const file of [await baseFile(session), await serverFile(session)])
    if (file !== undefined && (await isStale(session, file)))
      problems.push(
        `pgBackRest configuration ${file.path} is not what the settings say; run 'pglift site-configure install'`,
      )
  if (problems.length > 0 || stanzaHost(section) !== undefined) return problems
  for (const { stanza, datadir } of await boundPrimaries(session))
    for (const key of await lackingStanza(session, stanza, repositoryKeys(section)))
      problems.push(
        `stanza '${stanza}' of ${datadir} is missing in repository ${key}: its WAL is not archived`,
      )
  return problems
}

/**
 * What is missing of the site, one line each. A repository that is away for a while is told of, but keeps nobody from
 * stopping an instance or restoring it from another repository: what needs it fails by itself.
 */
export function siteCheck(session: Session): (event: SiteCheckEvent) => Promise<void> {
  return async ({ problems, thorough }) => {
    const missing = await missingProblems(session)
    const ofRepositories = await repositoryProblems(session)
    problems.push(...missing)
    if (thorough || missing.length > 0) problems.push(...ofRepositories)
    else for (const problem of ofRepositories) session.log.warning(problem)
    if (thorough && problems.length === 0) problems.push(...(await staleProblems(session)))
  }
}
