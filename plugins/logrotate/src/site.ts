import { basename } from 'node:path'
import type { SiteCheckEvent, SiteEvent, SiteListEvent } from '@pglift/sdk'
import { configuration } from './configuration.js'
import { configPath, type Session } from './settings.js'

const DIRECTORY_MODE = 0o750
/** logrotate takes no configuration that others may write. */
const FILE_MODE = 0o640

/** The configuration, as the settings of the site make it. */
export function siteInstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    const { section } = session
    plan.directory(section.configdir, DIRECTORY_MODE, { title: 'creating logrotate config directory' })
    const file = { path: configPath(section), content: await configuration(session), mode: FILE_MODE }
    plan.file(file, { title: 'writing logrotate config' })
  }
}

/** Removes it, and its directory unless others use it: it may be /etc/logrotate.d. Logs are those of others to remove. */
export function siteUninstall({ section, effects }: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    const path = configPath(section)
    const names = await effects.files.list(section.configdir)
    if (names.some((name) => name !== basename(path)))
      plan.removeFile(path, { title: 'deleting logrotate config' })
    else plan.removeTree(section.configdir, { title: 'deleting logrotate config directory' })
  }
}

/** It is missing, or, when all is looked at, not what the settings make of it by now. */
export function siteCheck(session: Session): (event: SiteCheckEvent) => Promise<void> {
  return async ({ problems, thorough }) => {
    const path = configPath(session.section)
    const present = await session.effects.files.readText(path)
    if (present === undefined) problems.push(`logrotate configuration file '${path}' missing`)
    else if (thorough && present !== (await configuration(session)))
      problems.push(
        `logrotate configuration file '${path}' is out of date; run 'pglift site-configure install'`,
      )
  }
}

/** Paths that the component manages for the site. */
export function siteList({ section }: Session): (event: SiteListEvent) => Promise<void> {
  return async ({ paths }) => {
    paths.push(configPath(section))
  }
}
