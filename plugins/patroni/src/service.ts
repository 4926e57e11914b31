import { join } from 'node:path'
import type { Service } from '@pglift/sdk'
import type { MemberConfig } from './member/config.js'
import { configPath, logDirectory, type Named, pidPath, type Session } from './session.js'

/** A shutdown writes a checkpoint first: killed before, Patroni would leave a server behind that nobody manages. */
const STOP_SECONDS = 600

/** Patroni of an instance. */
export function patroniService(
  session: Pick<Session, 'section'>,
  instance: Named,
  { name, scope }: Pick<MemberConfig, 'name' | 'scope'>,
): Service {
  const { qualname } = instance
  return {
    name: 'patroni',
    instance: qualname,
    title: `Patroni ${qualname}`,
    argv: [session.section.execpath, configPath(session, instance)],
    // Those of the caller, of `instance env` of another member perhaps, would win over the file.
    environment: { PATRONI_NAME: name, PATRONI_SCOPE: scope },
    pidFile: pidPath(session, instance),
    log: join(logDirectory(session, instance), 'output.log'),
    stopSeconds: STOP_SECONDS,
  }
}
