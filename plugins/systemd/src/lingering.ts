import { join } from 'node:path/posix'
import type { Effects } from '@pglift/sdk'
import type { Session } from './session.js'

/** Where logind notes whose service manager runs without a session. */
const NOTES = '/var/lib/systemd/linger'

/** What is to be said when services would end with the last session of their user; undefined when all is well. */
export async function lingeringProblem({
  section,
  settings,
  effects,
}: Pick<Session, 'section' | 'settings'> & {
  readonly effects: Pick<Effects, 'files'>
}): Promise<string | undefined> {
  const [user] = settings.sysuser
  if (!section.user || (await effects.files.isFile(join(NOTES, user)))) return undefined
  return `lingering is not enabled for user '${user}': services end with the last session of this user, and do not start with the machine; run 'loginctl enable-linger ${user}'`
}
