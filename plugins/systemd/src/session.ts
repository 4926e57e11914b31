import type { ComponentSession } from '@pglift/sdk'
import type { SystemdSettings } from './settings.js'
import type { Manager } from './systemctl.js'

export type Session = ComponentSession<SystemdSettings>

/** The service manager of the site. */
export function managerOf({ section }: Pick<Session, 'section'>): Manager {
  return { user: section.user, sudo: section.sudo }
}

/** Which of its tasks systemd has on this site. */
export function tasksOf({ settings }: Pick<Session, 'settings'>): {
  readonly runsServices: boolean
  readonly schedules: boolean
  readonly keepsDirectories: boolean
} {
  return {
    runsServices: settings.service_manager === 'systemd',
    schedules: settings.scheduler === 'systemd',
    keepsDirectories: settings.tmpfiles_manager === 'systemd',
  }
}
