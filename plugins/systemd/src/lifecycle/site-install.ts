import type { SiteEvent } from '@pglift/sdk'
import { lingeringProblem } from '../lingering.js'
import { type SiteFile, type SiteFiles, siteFiles } from '../managed-files.js'
import { authorship } from '../marked-file.js'
import { managerOf, type Session, tasksOf } from '../session.js'
import { requireManager } from '../systemctl.js'

type Plan = SiteEvent['plan']

interface Written {
  readonly file: SiteFile
  readonly content: string
  readonly isNew: boolean
}

/** A file that is to be written; edited ones, and those that somebody else wrote, are left as they are. */
async function toWrite({ effects, log }: Session, files: readonly SiteFile[]): Promise<Written[]> {
  const written: Written[] = []
  for (const file of files) {
    const [present, content] = await Promise.all([effects.files.readText(file.path), file.content()])
    if (present === content) continue
    if (present === undefined || authorship(present) === 'ours') {
      written.push({ file, content, isNew: present === undefined })
      continue
    }
    const why = authorship(present) === 'edited' ? 'was edited' : 'was not written by pglift'
    log.warning(`${file.path} ${why}: left as it is; remove it, and install again, to have pglift's`)
  }
  return written
}

async function planUnits(session: Session, plan: Plan, { units }: SiteFiles): Promise<void> {
  const manager = managerOf(session)
  const changed = await toWrite(session, units)
  if (changed.length === 0) return
  await requireManager(manager, session.effects)
  plan.step('systemd.daemon-reload', { ...manager, when: 'undone' })
  for (const { file, content, isNew } of changed) {
    const { name, path } = file
    const title = `${isNew ? 'installed' : 'updated'} ${name} systemd unit at ${path}`
    plan.step('systemd.file', { ...manager, path, content }, { title })
  }
  plan.step('systemd.daemon-reload', { ...manager, when: 'after' })
}

/** A user's service manager applies its tmpfiles.d when it starts only if that is enabled. */
export const TMPFILES_UNIT = 'systemd-tmpfiles-setup.service'

async function planTmpfiles(session: Session, plan: Plan, files: SiteFiles): Promise<void> {
  const manager = managerOf(session)
  const { tmpfiles, directories } = files
  if (tmpfiles.length === 0) return
  for (const { file, content, isNew } of await toWrite(session, tmpfiles)) {
    const { name, path } = file
    const title = `${isNew ? 'installed' : 'updated'} ${name} systemd-tmpfiles.d configuration at ${path}`
    plan.step('systemd.file', { ...manager, path, content }, { title })
  }
  if (manager.user) plan.step('systemd.enable', { ...manager, unit: TMPFILES_UNIT })
  plan.step(
    'systemd.tmpfiles',
    { ...manager, files: tmpfiles.map(({ path }) => path), directories },
    { title: 'creating ephemeral directories with systemd-tmpfiles' },
  )
}

/** Unit files, before all that the components make: some of it is started by them. */
export function siteInstall(session: Session): (event: SiteEvent) => Promise<void> {
  return async ({ plan }) => {
    const files = await siteFiles(session)
    const { runsServices, schedules } = tasksOf(session)
    const problem = runsServices || schedules ? await lingeringProblem(session) : undefined
    if (problem !== undefined) session.log.warning(problem)
    const { secret } = session.services.program
    if (secret.length > 0)
      session.log.warning(`not written to units, as they look like secrets: ${secret.join(', ')}`)
    await planUnits(session, plan, files)
    await planTmpfiles(session, plan, files)
  }
}
