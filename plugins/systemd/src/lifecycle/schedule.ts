import { join } from 'node:path/posix'
import { operational, type Schedule, type ScheduleEvent } from '@pglift/sdk'
import { DROP_IN, environmentDropIn, timerDropIn } from '../drop-in.js'
import { authorship } from '../marked-file.js'
import { managerOf, type Session, tasksOf } from '../session.js'
import { stampDirectory } from '../stamp-directory.js'
import { serviceUnit, timerUnit } from '../unit-name.js'

type Plan = ScheduleEvent['plan']

/** Fails with `PGLIFT_SYSTEMD_CALENDAR` unless systemd understands it. */
async function requireCalendar(session: Session, calendar: string): Promise<void> {
  const { effects } = session
  await effects.processes.run(['systemd-analyze', 'calendar', '--', calendar]).catch((cause: Error) => {
    const [, ...said] = cause.message.split('\n')
    throw operational('PGLIFT_SYSTEMD_CALENDAR', `invalid calendar '${calendar}': ${said.join(' ').trim()}`, {
      cause,
      hint: "see systemd.time(7), or try it by 'systemd-analyze calendar'",
    })
  })
}

/** Steps that make the drop-ins of a schedule hold this, null for none; one that was edited stays. */
async function planDropIns(
  session: Session,
  plan: Plan,
  schedule: Schedule,
  contents: { readonly timer: string | null; readonly service: string | null },
): Promise<void> {
  const { section, effects, log } = session
  const manager = managerOf(session)
  const wanted = [
    { unit: timerUnit(schedule), content: contents.timer },
    { unit: serviceUnit(schedule), content: contents.service },
  ].map(({ unit, content }) => ({ path: join(section.unit_path, `${unit}.d`, DROP_IN), content }))
  const changed: typeof wanted = []
  for (const { path, content } of wanted) {
    const present = await effects.files.readText(path)
    if ((present ?? null) === content) continue
    if (present === undefined || authorship(present) === 'ours') changed.push({ path, content })
    else log.warning(`${path} was edited: left as it is`)
  }
  if (changed.length === 0) return
  plan.step('systemd.daemon-reload', { ...manager, when: 'undone' })
  for (const { path, content } of changed) plan.step('systemd.file', { ...manager, path, content })
  plan.step('systemd.daemon-reload', { ...manager, when: 'after' })
}

/** Does by timers what is to be done again and again. */
export function schedule(session: Session): (event: ScheduleEvent) => Promise<true | undefined> {
  return async ({ plan, schedule, action }) => {
    if (!tasksOf(session).schedules) return undefined
    const timer = { ...managerOf(session), unit: timerUnit(schedule) }
    const title = `schedule '${schedule.name}' of ${schedule.instance}`
    if (action === 'start') plan.step('systemd.enable', timer)
    if (action === 'start' || action === 'stop') plan.step(`systemd.${action}`, { ...timer, title })
    else if (action === 'disable') {
      plan.step('systemd.stop', { ...timer, title }).step('systemd.disable', timer)
      // A run is not begun again when all is undone, which would wait for its end: the timer is.
      plan.step('systemd.stop', { ...timer, unit: serviceUnit(schedule), title, ends: true })
      await planDropIns(session, plan, schedule, { timer: null, service: null })
      // When it ran last must not be taken for that of a later one of this name.
      const path = join(stampDirectory(session.section), `stamp-${timerUnit(schedule)}`)
      plan.step('systemd.file', { ...managerOf(session), path, content: null })
    } else {
      if (schedule.calendar !== undefined) await requireCalendar(session, schedule.calendar)
      await planDropIns(session, plan, schedule, {
        timer: timerDropIn(schedule),
        service: environmentDropIn(schedule),
      })
      plan.step('systemd.enable', timer)
    }
    return true
  }
}
