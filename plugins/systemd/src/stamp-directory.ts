import { homedir } from 'node:os'
import { join } from 'node:path/posix'
import type { SystemdSettings } from './settings.js'

/** Where systemd notes when persistent timers elapsed last (systemd.timer(5), `Persistent=`). */
export function stampDirectory({ user }: Pick<SystemdSettings, 'user'>): string {
  if (!user) return '/var/lib/systemd/timers'
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'systemd/timers')
}
