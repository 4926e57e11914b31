import { dirname } from 'node:path'
import type { InstanceActionEvent, InstanceConfigureEvent, InstanceUpgradeEvent } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import { stanzaHost } from '../repositories.js'
import { backupSchedule, schedulePath, scheduleText } from '../schedule.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/**
 * Backups are scheduled where they are made, on standbys as well: nobody may be there to begin when one is promoted, as
 * after a failover by Patroni. As long as it is a standby its unit leaves them to the primary.
 */
async function isScheduled(session: Session, { instance }: InstanceActionEvent): Promise<boolean> {
  if (stanzaHost(session.section) !== undefined) return false
  return (await boundStanza(session, instance.datadir)) !== undefined
}

/** What the manifest says about the schedule; nothing: it stays. */
export function scheduleConfigured(session: Session): (event: InstanceConfigureEvent) => Promise<void> {
  return async ({ instance, desired, plan, purpose }) => {
    const { section, services } = session
    const field = fieldOf(desired)
    if (field === null || stanzaHost(section) !== undefined) return
    const path = schedulePath(section, instance)
    const content = scheduleText(field.schedule)
    if (content === null) plan.removeFile(path)
    else plan.directory(dirname(path), 0o750).file({ path, content, mode: 0o640 })
    const schedule = backupSchedule(instance, field.schedule)
    await services.schedule(plan, schedule, 'enable')
    // A new instance has no stanza yet when it is planned that it starts.
    if (purpose === 'create' && desired.state !== 'stopped') await services.schedule(plan, schedule, 'start')
  }
}

/** With the instance backups begin and end. */
export function scheduleStarted(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan } = event
    if (await isScheduled(session, event))
      await session.services.schedule(plan, backupSchedule(instance, null), 'start')
  }
}

export function scheduleStopped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan, purpose }) => {
    if (stanzaHost(session.section) !== undefined || purpose === 'restart') return
    await session.services.schedule(plan, backupSchedule(instance, null), 'stop')
  }
}

/** The former instance is not started again: with its stanza its backups go over to the new one. */
export function scheduleUpgraded(session: Session): (event: InstanceUpgradeEvent) => Promise<void> {
  return async ({ from, plan }) => {
    const { section, services } = session
    if (stanzaHost(section) === undefined)
      await services.schedule(plan, backupSchedule(from, null), 'disable')
    plan.removeFile(schedulePath(section, from))
  }
}

export function scheduleDropped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan }) => {
    const { section, services } = session
    if (stanzaHost(section) === undefined)
      await services.schedule(plan, backupSchedule(instance, null), 'disable')
    plan.removeFile(schedulePath(section, instance))
  }
}
