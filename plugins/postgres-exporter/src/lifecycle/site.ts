import type { SiteEvent, SiteListEvent, SiteUnitsEvent } from '@pglift/sdk'
import { listExporters } from '../exporter.js'
import { localInstance, monitored } from '../local-instance.js'
import { fill } from '../names.js'
import { planTargets } from '../plan.js'
import { configDirectory, type Session } from '../session.js'
import { hasForeignTargets, type Target, targetOf } from '../targets.js'

const UNIT = 'pglift-postgres_exporter@.service'

/** Targets of the exporters that there are, by their label `instance`. */
async function presentTargets(session: Session): Promise<Record<string, Target>> {
  const exporters = await listExporters(session)
  const targets = exporters.map(async (exporter) => {
    const instance = await localInstance(session, exporter.name)
    const target = await targetOf(session, exporter, instance && monitored(instance))
    return [target.labels.instance ?? '', target] as const
  })
  return Object.fromEntries(await Promise.all(targets))
}

/** The file of targets, as the exporters that there are make it. */
export function siteInstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => planTargets(session, plan, await presentTargets(session))
}

/** The file of targets goes, unless it holds what somebody else wrote into it. */
async function planNoTargets(session: Session, plan: SiteEvent['plan'], path: string): Promise<void> {
  const own = Object.keys(await presentTargets(session))
  if (hasForeignTargets(await session.effects.files.readText(path), own))
    planTargets(session, plan, Object.fromEntries(own.map((instance) => [instance, null])))
  else plan.removeFile(path)
}

/** Exporters of instances go with these; the lock of the file of targets stays, as somebody may wait for it. */
export function siteUninstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    const { file_sd } = session.section
    if (file_sd !== null) await planNoTargets(session, plan, file_sd)
    plan.removeDirectory(session.section.logpath)
    plan.removeDirectory(configDirectory(session.section, ''))
  }
}

/** Paths that the component manages for the site. */
export function siteList({ section }: Session): (event: SiteListEvent) => Promise<void> {
  return async ({ paths }) => {
    if (section.file_sd !== null) paths.push(section.file_sd)
  }
}

/** The unit of all exporters: what differs between them is in the files that it names. */
export function siteUnits({ section, templates }: Session): (event: SiteUnitsEvent) => Promise<void> {
  return async ({ values, command, units }) => {
    const config = fill(section.configpath.replaceAll('%', '%%'), '%i')
    const start = command([section.execpath])
    units.push({
      name: UNIT,
      content: () => templates.render(`systemd/${UNIT}`, { ...values, start, config }),
    })
  }
}
