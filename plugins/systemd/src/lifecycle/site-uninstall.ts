import { dirname, join } from 'node:path/posix'
import type { SiteEvent } from '@pglift/sdk'
import { enabledUnits, type InstalledUnit, installedUnits } from '../installed-units.js'
import { siteFiles } from '../managed-files.js'
import { authorship } from '../marked-file.js'
import { managerOf, type Session } from '../session.js'
import { stampDirectory } from '../stamp-directory.js'
import { requireManager } from '../systemctl.js'
import { TMPFILES_UNIT } from './site-install.js'

type Plan = SiteEvent['plan']

/** In the order in which they were installed, then those of components that the site has no more. */
async function toRemove(session: Session, confirm: SiteEvent['confirm']): Promise<InstalledUnit[]> {
  const { units } = await siteFiles(session)
  const order = units.map(({ name }) => name)
  const rank = ({ name }: InstalledUnit) => (order.includes(name) ? order.indexOf(name) : order.length)
  const installed = (await installedUnits(session)).sort((one, other) => rank(one) - rank(other))
  const removed: InstalledUnit[] = []
  for (const unit of installed)
    if (!unit.isEdited || (await confirm(`Remove ${unit.path}, which was edited?`, false))) removed.push(unit)
  return removed
}

async function planUnits(session: Session, plan: Plan, confirm: SiteEvent['confirm']): Promise<void> {
  const manager = managerOf(session)
  const removed = await toRemove(session, confirm)
  if (removed.length === 0) return
  await requireManager(manager, session.effects)
  for (const unit of await enabledUnits(session, removed)) plan.step('systemd.disable', { ...manager, unit })
  plan.step('systemd.daemon-reload', { ...manager, when: 'undone' })
  for (const { name, path } of removed) {
    const title = `removing ${name} systemd unit (${path})`
    plan.step('systemd.file', { ...manager, path, content: null }, { title })
  }
  plan.step('systemd.daemon-reload', { ...manager, when: 'after' })
}

async function planTmpfiles(session: Session, plan: Plan): Promise<void> {
  const { section, effects } = session
  const manager = managerOf(session)
  const names = await effects.files.list(section.tmpfilesd_conf_path)
  const own: string[] = []
  for (const name of names.filter((candidate) => /^pglift-.*\.conf$/.test(candidate))) {
    const path = join(section.tmpfilesd_conf_path, name)
    if (authorship((await effects.files.readText(path)) ?? '') === 'foreign') continue
    own.push(name)
    const title = `removing ${name.slice('pglift-'.length, -'.conf'.length)} systemd-tmpfiles.d configuration ${path}`
    plan.step('systemd.file', { ...manager, path, content: null }, { title })
  }
  if (manager.user && own.length > 0 && own.length === names.length)
    plan.step('systemd.disable', { ...manager, unit: TMPFILES_UNIT })
}

/** Removes what `site-configure install` wrote. Drop-ins that somebody made stay. */
export function siteUninstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan, confirm }) => {
    const { unit_path, tmpfilesd_conf_path, user } = session.section
    await planUnits(session, plan, confirm)
    await planTmpfiles(session, plan)
    if (!user) return
    for (const directory of [unit_path, stampDirectory({ user }), dirname(unit_path), tmpfilesd_conf_path])
      plan.removeDirectory(directory)
  }
}
