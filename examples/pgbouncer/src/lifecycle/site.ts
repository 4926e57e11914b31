import type { SiteCheckEvent, SiteEvent, SiteListEvent, SiteUnitsEvent } from '@pglift/sdk'
import { poolService, type Session } from '../pool.js'

/** Directories that all pools share. */
export function siteInstall({ section }: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    plan.directory(section.configpath, 0o750, { title: 'creating PgBouncer configuration directory' })
  }
}

/** Empty ones only: files of pools go with their instances, and what else is there, in /etc/pgbouncer say, is not ours. */
export function siteUninstall({ section }: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    plan.removeDirectory(section.configpath, { title: 'deleting PgBouncer configuration directory' })
    plan.removeDirectory(section.logpath)
    plan.removeDirectory(section.pid_directory)
  }
}

/** Paths of the site that are the component's. */
export function siteList({ section }: Session): (event: SiteListEvent) => Promise<void> {
  return async ({ paths }) => {
    paths.push(section.configpath)
  }
}

/** The unit of the pools, for a service manager: the command line of a service whose instance is left open. */
export function siteUnits(session: Session): (event: SiteUnitsEvent) => Promise<void> {
  return async ({ units, values, command, runtimeDirectories }) => {
    const { argv } = poolService(session, '{qualname}', 0)
    const start = command(argv, { qualname: '%i' })
    const name = 'pglift-pgbouncer@.service'
    units.push({ name, content: () => session.templates.render(`systemd/${name}`, { ...values, start }) })
    runtimeDirectories.push({ name: 'pgbouncer', path: session.section.pid_directory, mode: 0o755 })
  }
}

/** What is missing of the site; told before every command that operates. */
export function siteCheck({ section, effects }: Session): (event: SiteCheckEvent) => Promise<void> {
  return async ({ problems }) => {
    const { configpath } = section
    if (!(await effects.files.isDirectory(configpath)))
      problems.push(`PgBouncer configuration directory '${configpath}' missing`)
  }
}
