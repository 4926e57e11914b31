import type { SiteCheckEvent } from '@pglift/sdk'
import { lingeringProblem } from '../lingering.js'
import { type SiteFile, siteFiles } from '../managed-files.js'
import { authorship } from '../marked-file.js'
import { managerOf, type Session, tasksOf } from '../session.js'
import { requireManager } from '../systemctl.js'

/** What keeps nothing from working, or takes a program to be found out. */
async function furtherProblems(session: Session): Promise<string[]> {
  const { runsServices, schedules } = tasksOf(session)
  if (!runsServices && !schedules) return []
  const lingering = await lingeringProblem(session)
  const unreachable = await requireManager(managerOf(session), session.effects).then(
    () => [],
    (error: Error) => [error.message],
  )
  return [...(lingering === undefined ? [] : [lingering]), ...unreachable]
}

/** What is missing; `thorough`, also what is not as the settings want it by now. */
export function siteCheck(session: Session): (event: SiteCheckEvent) => Promise<void> {
  return async ({ problems, thorough }) => {
    const { units, tmpfiles } = await siteFiles(session)
    const { files } = session.effects
    const check = async (file: SiteFile, missing: string, stale: string) => {
      const present = await files.readText(file.path)
      if (present === undefined) problems.push(missing)
      else if (thorough && authorship(present) === 'ours' && present !== (await file.content()))
        problems.push(stale)
    }
    const remedy = "run 'pglift site-configure install'"
    for (const file of units)
      await check(
        file,
        `missing systemd unit '${file.name}'`,
        `systemd unit '${file.name}' is out of date; ${remedy}`,
      )
    for (const file of tmpfiles)
      await check(
        file,
        `missing systemd-tmpfiles configuration '${file.name}'`,
        `systemd-tmpfiles configuration '${file.name}' is out of date; ${remedy}`,
      )
    if (thorough) problems.push(...(await furtherProblems(session)))
  }
}
